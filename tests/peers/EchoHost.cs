using System.Net;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Tests.Peers;

/// <summary>The official server with <see cref="EchoService"/> on a free loopback port; HTTP/2 in cleartext unless told otherwise.</summary>
public sealed class EchoHost : IAsyncDisposable
{
    public const int MaxMessageBytes = 64 << 20;
    private readonly WebApplication _app;
    private readonly Lazy<GrpcChannel> _channel;

    private EchoHost(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.Single());
        _channel = new Lazy<GrpcChannel>(() => OpenChannel());
    }

    public Uri Address { get; }

    /// <summary>The official client.</summary>
    public Echo.EchoClient Client => new(_channel.Value);

    public static async Task<EchoHost> StartAsync(
        Action<GrpcServiceOptions>? grpc = null,
        Action<ListenOptions>? listen = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, options =>
        {
            options.Protocols = HttpProtocols.Http2;
            listen?.Invoke(options);
        }));
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MaxMessageBytes;
            grpc?.Invoke(options);
        });
        builder.Services.AddSingleton<WaitEnd>();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        configure?.Invoke(app);
        app.MapGrpcService<EchoService>();
        await app.StartAsync();
        return new EchoHost(app);
    }

    /// <summary>A channel of the caller's own.</summary>
    public GrpcChannel OpenChannel(Action<GrpcChannelOptions>? configure = null)
    {
        var options = new GrpcChannelOptions { MaxReceiveMessageSize = MaxMessageBytes };
        configure?.Invoke(options);
        return GrpcChannel.ForAddress(Address, options);
    }

    /// <summary>Completes when a handler of Echo.Wait has ended.</summary>
    public Task NextEndOfWait() => _app.Services.GetRequiredService<WaitEnd>().Next();

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (_channel.IsValueCreated)
        {
            _channel.Value.Dispose();
        }

        await _app.DisposeAsync();
    }
}
