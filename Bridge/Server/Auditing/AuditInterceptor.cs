using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace FijiBridge.Bridge.Server.Auditing;

/// <summary>Writes every call into the audit log when it ends. Comes before what turns failures into statuses, and so sees those.</summary>
internal sealed class AuditInterceptor(AuditLog audit) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        NoteAsync(context, () => continuation(request, context));

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        NoteAsync(context, () => continuation(requestStream, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        NoteAsync(context, () => Calls.NothingAsync(continuation(request, responseStream, context)));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        NoteAsync(context, () => Calls.NothingAsync(continuation(requestStream, responseStream, context)));

    private async Task<T> NoteAsync<T>(ServerCallContext context, Func<Task<T>> call)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var reply = await call().ConfigureAwait(false);
            audit.Ended(context, context.Status, Stopwatch.GetElapsedTime(began));
            return reply;
        }
        catch (Exception failure)
        {
            audit.Ended(context, (failure as RpcException)?.Status ?? new Status(StatusCode.Unknown, ""), Stopwatch.GetElapsedTime(began));
            throw;
        }
    }
}
