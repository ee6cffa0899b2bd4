using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace FijiBridge.Bridge.Client;

/// <summary>Opens connections to a server.</summary>
public static class ServerChannel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A channel to a server that asks for no token.</summary>
    public static GrpcChannel Open(Uri address) => Open(new ServerTarget(address));

    /// <summary>
    /// A channel over HTTP/2, in clear text for http, and for https with ordinary certificate verification or with the one certificate of the
    /// fingerprint. Connecting happens at the first call. Pings notice a peer that has gone silent without closing its connection.
    /// </summary>
    /// <exception cref="ClientFailure">The token would travel in clear text.</exception>
    public static GrpcChannel Open(ServerTarget server)
    {
        if (server.Complaint is { } complaint) throw new ClientFailure(ClientFailureKind.Refused, complaint);
        var sockets = Sockets(server);
        HttpMessageHandler handler = server.Token is { } token ? new TokenHandler(token, sockets) : sockets;
        return GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { DisposeHttpClient = true, HttpHandler = handler });
    }

    private static SocketsHttpHandler Sockets(ServerTarget server)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = Patience,
            KeepAlivePingDelay = Patience,
            KeepAlivePingTimeout = Patience,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            UseProxy = !server.Address.IsLoopback,
        };
        if (server.Fingerprint is { } fingerprint)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => fingerprint.Matches(shown) ? true : throw Unknown(shown);
        return handler;
    }

    private static AuthenticationException Unknown(X509Certificate? shown) => new(
        $"its fingerprint is {(shown is null ? "missing" : Fingerprint.Of(shown))}, which is not the one that was given: another server answers, or its certificate was made anew");
}
