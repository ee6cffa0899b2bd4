using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace FijiBridge.Bridge.Server.Access;

/// <summary>
/// Tells who makes a call. With tokens, whoever shows a valid one, wherever they call from. Without, this machine is <see cref="Identity.Local"/>
/// and everybody else <see cref="Identity.Anonymous"/>, which only happens when the operator said so.
/// </summary>
/// <param name="tokens">Null: no tokens are asked for.</param>
internal sealed class Authenticator(TokenStore? tokens)
{
    private const string Scheme = "Bearer ";

    /// <exception cref="RpcException">UNAUTHENTICATED, with the reason.</exception>
    public Identity Identify(HttpContext context) =>
        tokens is not null ? tokens.Identify(TokenOf(context.Request))
        : IsOfAnotherPage(context.Request) ? throw Refused("The call comes from a web page that is not this server's, and needs no token here: that is refused.")
        : !IsLoopback(context.Connection.RemoteIpAddress) ? Identity.Anonymous
        : NamesThisMachine(context.Request.Host.Host) ? Identity.Local
        : throw Refused($"The server was called by the name {ClientText.Quote(context.Request.Host.Host)}, which is not one of this computer: use localhost.");

    private static string TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        if (header.Count == 0) throw Refused("This server asks for a token: give it with --token or FIJIBRIDGE_TOKEN; its operator makes one with fijibridge token create.");
        return header.Count == 1 && header[0] is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value[Scheme.Length..].Trim()
            : throw Refused("The header 'authorization' must be 'Bearer' and a token.");
    }

    // A web page can call this machine by a name of its own that leads here (DNS rebinding); its browser then takes it for its own server.
    private static bool NamesThisMachine(string host) =>
        host is "" or "localhost" || IPAddress.TryParse(host.Trim('[', ']'), out _) || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase);

    // Any web page can make a browser send a form to this server, which would then work for it (cross-site request forgery). Browsers tell whose page it is;
    // a token is out of reach for such a page, so that with tokens nothing has to be looked at.
    private static bool IsOfAnotherPage(HttpRequest request) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin
        && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));

    private static bool IsLoopback(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);

    private static RpcException Refused(string sentence) => new(new Status(StatusCode.Unauthenticated, sentence));
}
