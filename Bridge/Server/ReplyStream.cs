using System.Buffers;
using System.Diagnostics;
using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Bridge.Server.Metering;
using FijiBridge.Engine;
using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FijiBridge.Bridge.Server;

/// <summary>
/// What one attached client is sent of a job: accepted, progress, the bytes of the result as they come, done. It runs at the
/// pace of its client; what it tells is always the latest, so that a client that reads late reads little.
/// </summary>
internal sealed class ReplyStream(
    Job job, IServerStreamWriter<RestoreReply> replies, ServerLimits limits, ServerMeters meters, ServerCallContext context)
{
    private const int ChunkBytes = 256 << 10;

    // Half of what the contract promises (500 ms) is left for a busy machine.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(250);

    // A result that grows in small steps is gathered into larger messages.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private readonly Stopwatch _sinceProgress = new();
    private long _sizeTold;
    private bool _stalled;

    /// <summary>The client has gone, or reads nothing: what it was not sent waits for Watch.</summary>
    public bool ClientIsLost => _stalled || context.CancellationToken.IsCancellationRequested;

    /// <summary>Sends until the job has ended and all bytes from <paramref name="offset"/> on are written.</summary>
    /// <exception cref="RpcException">The job failed or was cancelled.</exception>
    public async Task SendAsync(long offset)
    {
        using var chunk = MemoryPool<byte>.Shared.Rent(ChunkBytes);
        await AcceptAsync(job.View).ConfigureAwait(false);
        while (true)
        {
            var changed = job.Changed;
            var view = job.View;
            if (view.Failure is { } failure) throw await ToldAsync(failure).ConfigureAwait(false);
            if (_sizeTold == 0 && view.ResultBytes > 0) await AcceptAsync(view).ConfigureAwait(false);
            await SendProgressAsync(view).ConfigureAwait(false);
            var sent = await SendChunkAsync(chunk.Memory[..ChunkBytes], offset).ConfigureAwait(false);
            offset += sent;
            if (sent == ChunkBytes) continue;
            if (view.Done is { } done && offset >= (long)done.ResultBytes)
            {
                await SendDoneAsync(done, offset).ConfigureAwait(false);
                return;
            }
            await PauseAsync(changed).ConfigureAwait(false);
        }
    }

    private Task AcceptAsync(JobView view) =>
        WriteAsync(Replies.Accepted(job, _sizeTold = view.ResultBytes));

    private async Task SendProgressAsync(JobView view)
    {
        if (_sinceProgress.IsRunning && _sinceProgress.Elapsed < Heartbeat) return;
        _sinceProgress.Restart();
        await WriteAsync(Replies.Progress(view)).ConfigureAwait(false);
    }

    private async Task<int> SendChunkAsync(Memory<byte> chunk, long offset)
    {
        try
        {
            var count = await job.Result.ReadAsync(chunk, offset, context.CancellationToken).ConfigureAwait(false);
            // The message is serialised before WriteAsync returns its task: the buffer can be filled again after the await.
            if (count > 0) await WriteAsync(new RestoreReply { Data = UnsafeByteOperations.UnsafeWrap(chunk[..count]) }).ConfigureAwait(false);
            meters.Sent(count);
            return count;
        }
        catch (ObjectDisposedException)
        {
            throw job.View.Failure ?? new RpcException(new Status(StatusCode.Aborted, "The job was deleted while its result was sent."));
        }
    }

    private async Task SendDoneAsync(Done done, long offset)
    {
        if (offset > (long)done.ResultBytes)
            throw new EngineFailure(FailureKind.BadRequest, $"The offset {offset} is beyond the result, which has {done.ResultBytes} bytes.");
        await WriteAsync(new RestoreReply { Done = done }).ConfigureAwait(false);
        job.Delivered();
    }

    private async Task PauseAsync(Task changed)
    {
        var untilHeartbeat = Heartbeat - _sinceProgress.Elapsed;
        if (untilHeartbeat <= TimeSpan.Zero) return;
        await changed.WaitAsync(untilHeartbeat, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!job.View.HasEnded) await Task.Delay(Gathering, context.CancellationToken).ConfigureAwait(false);
    }

    // A half-duplex client reads nothing while it uploads, for as long as that takes; only later is it lost when it does not read.
    private async Task WriteAsync(RestoreReply reply)
    {
        var writing = replies.WriteAsync(reply);
        while (true)
        {
            var uploading = job.View.State == JobState.Receiving;
            try
            {
                await writing.WaitAsync(limits.ReplyStallTime).ConfigureAwait(false);
                return;
            }
            catch (TimeoutException) when (uploading)
            {
            }
            catch (TimeoutException)
            {
                _stalled = true;
                context.GetHttpContext().Abort();
                await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new RpcException(new Status(StatusCode.DeadlineExceeded, $"The client read nothing for {limits.ReplyStallTime.TotalSeconds:0.#} s."));
            }
        }
    }

    // A client that learns of the end may rely on it that everything of the job is deleted, unless the next server goes on with it.
    private async Task<RpcException> ToldAsync(RpcException failure)
    {
        await job.Gone.WaitAsync(limits.StopTime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (job.View.State != JobState.Suspended) job.Delivered();
        return new RpcException(failure.Status, failure.Trailers);
    }
}
