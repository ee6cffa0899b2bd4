using FijiBridge.Engine;
using Grpc.Core;

namespace FijiBridge.Bridge.Server;

/// <summary>Reads what a client sends, and gives up on one that sends nothing for too long.</summary>
internal sealed class PatientReader<T>(IAsyncStreamReader<T> messages, TimeSpan patience, params CancellationToken[] endings) : IDisposable
    where T : class
{
    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(endings);

    public T Current => messages.Current;

    /// <returns>False when the client has sent everything.</returns>
    /// <exception cref="OperationCanceledException">One of the endings came.</exception>
    /// <exception cref="EngineFailure">What came is no message.</exception>
    /// <exception cref="LostClientException">The connection broke.</exception>
    /// <exception cref="RpcException">The client sent nothing for too long.</exception>
    public async Task<bool> NextAsync()
    {
        _patience.CancelAfter(patience);
        try
        {
            return await messages.MoveNext(_patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!endings.Any(ending => ending.IsCancellationRequested))
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, $"The upload stopped: nothing arrived for {patience.TotalSeconds:0.#} s."));
        }
        catch (Exception unreadable) when (UnreadableMessages.IsCauseOf(unreadable))
        {
            throw new EngineFailure(FailureKind.BadRequest, $"A message of the call cannot be read: {unreadable.Message}", unreadable);
        }
        catch (IOException broken)
        {
            throw new LostClientException(broken);
        }
    }

    public void Dispose() => _patience.Dispose();
}
