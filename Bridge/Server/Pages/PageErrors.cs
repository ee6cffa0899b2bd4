using FijiBridge.Bridge.Server.Metering;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace FijiBridge.Bridge.Server.Pages;

/// <summary>Runs what the page asks for, and tells failures in the words of HTTP: a status and one sentence.</summary>
internal sealed class PageErrors(FailureReporter reporter, ServerMeters meters)
{
    /// <summary>Marks what a page of this server sends. A page from elsewhere cannot send it without being asked for leave, which it never gets.</summary>
    public const string OwnHeader = "X-FijiBridge";

    public async Task GuardAsync(HttpContext context, Func<HttpContext, Task> action)
    {
        try
        {
            if (!HttpMethods.IsGet(context.Request.Method) && context.Request.Headers[OwnHeader].Count == 0)
                throw new RpcException(new Status(StatusCode.PermissionDenied, $"The header {OwnHeader} is missing: another page may have sent this."));
            await action(context).ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The browser has gone.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            var told = reporter.Report(exception, context.Request.Path);
            meters.Refused(told.StatusCode);
            context.Response.StatusCode = CodeOf(told.StatusCode);
            await context.Response.WriteAsJsonAsync(new { Error = told.Status.Detail }).ConfigureAwait(false);
        }
    }

    private static int CodeOf(StatusCode status) => status switch
    {
        StatusCode.InvalidArgument => StatusCodes.Status400BadRequest,
        StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.FailedPrecondition => StatusCodes.Status409Conflict,
        StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
