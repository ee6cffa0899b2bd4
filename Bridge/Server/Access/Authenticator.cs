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

    private static bool IsLoopback(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);

    private static RpcException Refused(string sentence) => new(new Status(StatusCode.Unauthenticated, sentence));
}
