using System.Net;
using FijiBridge.Bridge.Client;
using FijiBridge.Bridge.Server.Quotas;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace FijiBridge.Bridge.Server;

/// <summary>
/// The ports of a server. Without TLS a port can serve either HTTP/2 or HTTP/1.1, so there are two; with TLS the client and
/// the server agree on the version, and one port serves both.
/// </summary>
internal sealed class Endpoints
{
    private readonly ServerOptions _options;
    private readonly HttpsConnectionAdapterOptions? _tls;
    private readonly ConnectionLimiter _connections;
    private ListenOptions? _grpc;
    private ListenOptions? _web;

    /// <exception cref="ArgumentException">The TLS files cannot be used.</exception>
    /// <exception cref="IOException">The data folder cannot be written, and a certificate is to be kept there.</exception>
    public Endpoints(ServerOptions options)
    {
        _options = options;
        _connections = new ConnectionLimiter(options.Limits.MaxConnectionsPerAddress);
        if (options.TlsAuto) options = options with { TlsCertificate = AutoCertificate.Provide(options.DataFolder, DateTimeOffset.UtcNow) };
        if (options.TlsCertificate is { } certificate) _tls = Certificates.Load(certificate, options.TlsKey ?? certificate);
        if (_tls is not null) _tls.HandshakeTimeout = options.Limits.HeaderTime;
    }

    /// <summary>SHA-256 of the certificate, by which clients can know the server; null without TLS.</summary>
    public Fingerprint? Fingerprint => _tls?.ServerCertificate is { } certificate ? Fingerprint.Of(certificate) : null;

    /// <summary>Known once the server listens.</summary>
    public Uri GrpcAddress => AddressOf(_grpc);

    public Uri WebAddress => AddressOf(_web);

    public void Listen(KestrelServerOptions kestrel)
    {
        var address = _options.Host switch
        {
            "*" => IPAddress.IPv6Any,
            "localhost" => IPAddress.Loopback,
            _ => IPAddress.Parse(_options.Host),
        };
        kestrel.Listen(address, _options.GrpcPort, listen => _grpc = Secure(Limited(listen)));
        if (_tls is not null) _web = _grpc;
        else kestrel.Listen(address, _options.WebPort, listen => Plain(_web = Limited(listen), HttpProtocols.Http1));
    }

    // Comes before TLS, so that a connection too many costs no handshake.
    private ListenOptions Limited(ListenOptions listen)
    {
        listen.Use(_connections.Guard);
        return listen;
    }

    private static ListenOptions Plain(ListenOptions listen, HttpProtocols protocols)
    {
        listen.Protocols = protocols;
        return listen;
    }

    private ListenOptions Secure(ListenOptions listen)
    {
        if (_tls is null) return Plain(listen, HttpProtocols.Http2);
        listen.UseHttps(_tls);
        return Plain(listen, HttpProtocols.Http1AndHttp2);
    }

    private Uri AddressOf(ListenOptions? listen)
    {
        var bound = listen?.IPEndPoint ?? throw new InvalidOperationException("the server does not listen yet");
        var host = bound.Address.Equals(IPAddress.IPv6Any) || bound.Address.Equals(IPAddress.Any) ? "localhost" : bound.Address.ToString();
        return new UriBuilder(_tls is not null ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, host, bound.Port).Uri;
    }
}
