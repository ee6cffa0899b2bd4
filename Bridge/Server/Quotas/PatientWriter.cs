using Grpc.Core;

namespace FijiBridge.Bridge.Server.Quotas;

/// <summary>Sends to a client, and cuts its connection when it reads nothing for too long.</summary>
internal static class PatientWriter
{
    /// <exception cref="RpcException">DEADLINE_EXCEEDED: it read nothing.</exception>
    public static async Task WriteAsync<T>(this IServerStreamWriter<T> replies, T message, TimeSpan patience, ServerCallContext context)
    {
        var writing = replies.WriteAsync(message, context.CancellationToken);
        try
        {
            await writing.WaitAsync(patience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            context.GetHttpContext().Abort();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, $"The client read nothing for {patience.TotalSeconds:0.#} s."));
        }
    }
}
