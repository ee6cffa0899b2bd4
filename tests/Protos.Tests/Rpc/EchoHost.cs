using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Protos.Tests.Rpc;

/// <summary>The official server with <see cref="EchoService"/> on a free loopback port, and a channel of the official client to it.</summary>
internal sealed class EchoHost : IAsyncDisposable
{
    private const int MaxMessageBytes = 64 << 20;
    private readonly WebApplication _app;

    private EchoHost(WebApplication app, GrpcChannelOptions options)
    {
        _app = app;
        Address = new Uri(app.Urls.Single());
        options.MaxReceiveMessageSize = MaxMessageBytes;
        Channel = GrpcChannel.ForAddress(Address, options);
    }

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    public Echo.EchoClient Client => new(Channel);

    public static async Task<EchoHost> StartAsync(
        Action<GrpcServiceOptions>? grpc = null, Action<ListenOptions>? listen = null, GrpcChannelOptions? client = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, options =>
        {
            options.Protocols = HttpProtocols.Http2;
            listen?.Invoke(options);
        }));
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MaxMessageBytes;
            grpc?.Invoke(options);
        });
        var app = builder.Build();
        app.MapGrpcService<EchoService>();
        await app.StartAsync();
        return new EchoHost(app, client ?? new GrpcChannelOptions());
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.DisposeAsync();
    }
}
