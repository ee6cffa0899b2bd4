using System.Net;
using Microsoft.AspNetCore.Http;

namespace FijiBridge.Bridge.Server.Access;

/// <summary>
/// Stands before everything the server offers, for gRPC, gRPC-Web and pages alike: who is let in carries an <see cref="Identity"/>.
/// It comes after the translation of gRPC-Web, so that a refusal is told in the words of the caller's protocol.
/// </summary>
internal sealed class Gate(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.SetCaller(IsFromHere(context.Connection.RemoteIpAddress) ? Identity.Local : Identity.Anonymous);
        return next(context);
    }

    private static bool IsFromHere(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);
}
