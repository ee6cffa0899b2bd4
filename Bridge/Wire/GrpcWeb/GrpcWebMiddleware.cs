using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace FijiBridge.Bridge.Wire.GrpcWeb;

/// <summary>
/// Translates gRPC-Web (binary, over HTTP/1.1 or HTTP/2) to what the gRPC server expects and back. Messages are the same bytes in
/// both; what differs is the content type and the trailers, which gRPC-Web sends as a last frame of the body. The text form (Base64)
/// is refused: nothing but old browsers needs it.
/// </summary>
internal sealed class GrpcWebMiddleware(RequestDelegate next)
{
    private const string Grpc = "application/grpc";
    private const string GrpcWeb = "application/grpc-web";
    private const string GrpcWebText = "application/grpc-web-text";

    public Task InvokeAsync(HttpContext context) => context.Request.ContentType switch
    {
        { } type when type.StartsWith(GrpcWebText, StringComparison.OrdinalIgnoreCase) => RefuseText(context),
        { } type when type.StartsWith(GrpcWeb, StringComparison.OrdinalIgnoreCase) => TranslateAsync(context, type[GrpcWeb.Length..]),
        _ => next(context),
    };

    private static Task RefuseText(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return context.Response.WriteAsync($"{GrpcWebText} is not supported; use {GrpcWeb}+proto.");
    }

    private async Task TranslateAsync(HttpContext context, string subtype)
    {
        LookLikeGrpc(context, subtype);
        var response = new GrpcWebResponse(context);
        await next(context);
        await response.WriteTrailersAsync();
    }

    private static void LookLikeGrpc(HttpContext context, string subtype)
    {
        context.Request.Protocol = HttpProtocol.Http2;
        context.Request.ContentType = Grpc + subtype;
        context.Response.OnStarting(() =>
        {
            if (context.Response.ContentType is { } type && type.StartsWith(Grpc, StringComparison.OrdinalIgnoreCase))
            {
                context.Response.ContentType = GrpcWeb + "+proto";
            }

            return Task.CompletedTask;
        });
        // A half-duplex client reads nothing while it uploads, which may take hours.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }
}
