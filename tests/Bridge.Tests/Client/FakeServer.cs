using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Tests.Client;

/// <summary>A server on a free loopback port, in clear text HTTP/2, that answers as a test wants.</summary>
internal sealed class FakeServer(WebApplication application) : IAsyncDisposable
{
    public Uri Address { get; } = new(application.Urls.Single());

    public static async Task<FakeServer> StartAsync(
        FakeRestoration restoration, FakeModels? models = null, HttpProtocols protocols = HttpProtocols.Http2, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(restoration);
        builder.Services.AddSingleton(models ?? new FakeModels());
        var application = builder.Build();
        application.MapGrpcService<FakeRestoration>();
        application.MapGrpcService<FakeModels>();
        await application.StartAsync();
        return new FakeServer(application);
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();
}
