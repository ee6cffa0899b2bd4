using FijiBridge.Bridge.Server.Auditing;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server;

/// <summary>
/// Messages that are none. Of a call with one message, the gRPC framework reads it before any service or interceptor runs, tells the client UNKNOWN, and logs an error as if
/// the fault were the server's: here such a call gets the status that it deserves.
/// </summary>
internal sealed class UnreadableMessages(RequestDelegate next, AuditLog audit, ILogger<UnreadableMessages> log)
{
    private const string TooLarge = "Message too large";
    private static readonly object Entered = new();
    private static readonly Status Unreadable = new(
        StatusCode.InvalidArgument, "The message of this call cannot be read: it is damaged, or not what the call takes.");

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            if (!context.Items.ContainsKey(Entered) && context.Response.Headers["grpc-status"] == $"{(int)StatusCode.Unknown}") Tell(context);
            return Task.CompletedTask;
        });
        return next(context);
    }

    /// <summary>True for what the framework throws at a message of a stream that cannot be read.</summary>
    public static bool IsCauseOf(Exception exception) =>
        exception is InvalidProtocolBufferException or InvalidDataException
        || (exception.GetType() == typeof(IOException) && exception.Message.StartsWith(TooLarge, StringComparison.Ordinal));

    private void Tell(HttpContext context)
    {
        context.Response.Headers["grpc-status"] = $"{(int)Unreadable.StatusCode}";
        context.Response.Headers["grpc-message"] = Unreadable.Detail;
        log.Refused(ClientText.Clean(context.Request.Path), Unreadable.Detail);
        audit.NotServed(context, Unreadable);
    }

    /// <summary>Notes that a call has come as far as the interceptors: what fails from then on is told by <see cref="FailureInterceptor"/>.</summary>
    public sealed class Passed : GuardInterceptor
    {
        protected override Task<T> GuardAsync<T>(ServerCallContext context, Func<Task<T>> call)
        {
            context.GetHttpContext().Items[Entered] = true;
            return call();
        }
    }
}
