using System.Text;
using FijiBridge.Bridge.Server.Auditing;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server.Access;

/// <summary>
/// Stands before everything the server offers, for gRPC, gRPC-Web and pages alike: who is let in carries an <see cref="Identity"/>.
/// It comes after the translation of gRPC-Web, so that a refusal is told in the words of the caller's protocol.
/// </summary>
internal sealed class Gate(RequestDelegate next, Authenticator authenticator, AuditLog audit, ILogger<Gate> log)
{
    /// <summary>Refusals that are written down in a minute; of more than that only the number is.</summary>
    internal const int NotedRefusals = 100;

    private readonly Floodgate _floodgate = new(NotedRefusals);

    public Task InvokeAsync(HttpContext context)
    {
        try
        {
            context.SetCaller(authenticator.Identify(context));
        }
        catch (RpcException refusal)
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is null) return RefuseAsync(context, refusal.Status);
            context.SetCaller(Identity.Anonymous);
        }
        return next(context);
    }

    private Task RefuseAsync(HttpContext context, Status refusal)
    {
        Note(context, refusal);
        return context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true
            ? TellGrpc(context.Response, refusal)
            : TellHttpAsync(context.Response, refusal);
    }

    private void Note(HttpContext context, Status refusal)
    {
        if (!_floodgate.TryPass(out var heldBack)) return;
        if (heldBack > 0) log.MoreNotLetIn(heldBack);
        log.NotLetIn(ClientText.Clean(context.Request.Path), $"{context.Connection.RemoteIpAddress}", refusal.Detail);
        audit.NotServed(context, refusal);
    }

    // A status without any message: gRPC sends it in the headers.
    private static Task TellGrpc(HttpResponse response, Status refusal)
    {
        response.ContentType = "application/grpc";
        response.Headers["grpc-status"] = $"{(int)refusal.StatusCode}";
        response.Headers["grpc-message"] = PercentEncoded(refusal.Detail);
        return Task.CompletedTask;
    }

    private static Task TellHttpAsync(HttpResponse response, Status refusal)
    {
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.WWWAuthenticate = "Bearer";
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(refusal.Detail + "\n");
    }

    private static string PercentEncoded(string text) =>
        string.Concat(Encoding.UTF8.GetBytes(text).Select(letter => letter is >= 0x20 and <= 0x7E and not (byte)'%' ? $"{(char)letter}" : $"%{letter:X2}"));
}
