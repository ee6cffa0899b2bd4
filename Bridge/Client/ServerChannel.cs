using Grpc.Net.Client;

namespace FijiBridge.Bridge.Client;

/// <summary>Opens connections to a server.</summary>
public static class ServerChannel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A channel over HTTP/2, in clear text for http and with ordinary certificate verification for https. Connecting happens at the
    /// first call. Pings notice a peer that has gone silent without closing its connection.
    /// </summary>
    public static GrpcChannel Open(Uri address) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        DisposeHttpClient = true,
        HttpHandler = new SocketsHttpHandler
        {
            ConnectTimeout = Patience,
            KeepAlivePingDelay = Patience,
            KeepAlivePingTimeout = Patience,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            UseProxy = !address.IsLoopback,
        },
    });
}
