using System.Diagnostics;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>What one attached client is sent of a training: accepted, progress with a picture after each validation, done.</summary>
internal sealed class TrainingReplyStream(TrainingJob job, IServerStreamWriter<TrainReply> replies, ServerLimits limits, ServerCallContext context)
{
    // Half of what the contract promises (500 ms) is left for a busy machine.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch _sinceProgress = new();
    private long _previewedStep = -1;
    private int _noticesTold;

    /// <summary>Sends until the training has ended.</summary>
    /// <exception cref="RpcException">It failed or was cancelled.</exception>
    public async Task SendAsync()
    {
        await WriteAsync(new TrainReply { Accepted = new TrainingAccepted { RunId = job.Id } }).ConfigureAwait(false);
        while (true)
        {
            var changed = job.Changed;
            var view = job.View;
            if (view.Failure is { } failure) throw new RpcException(failure.Status, failure.Trailers);
            await SendProgressAsync(view).ConfigureAwait(false);
            if (view.Done is { } done)
            {
                await WriteAsync(new TrainReply { Done = done }).ConfigureAwait(false);
                return;
            }
            await PauseAsync(changed).ConfigureAwait(false);
        }
    }

    private async Task SendProgressAsync(TrainingView view)
    {
        var notices = job.Notices(_noticesTold);
        var isNews = notices.Count > 0 || (view.Preview is { } latest && latest.Step != _previewedStep);
        if (!isNews && _sinceProgress.IsRunning && _sinceProgress.Elapsed < Heartbeat) return;
        _sinceProgress.Restart();
        var progress = TrainingMessages.Progress(view);
        progress.Notices.Add(notices);
        if (view.Preview is { } preview && preview.Step != _previewedStep) progress.WithPreview(preview);
        (_noticesTold, _previewedStep) = (_noticesTold + notices.Count, view.Preview?.Step ?? _previewedStep);
        await WriteAsync(new TrainReply { Progress = progress }).ConfigureAwait(false);
    }

    private async Task PauseAsync(Task changed)
    {
        var untilHeartbeat = Heartbeat - _sinceProgress.Elapsed;
        if (untilHeartbeat > TimeSpan.Zero)
            await changed.WaitAsync(untilHeartbeat, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.CancellationToken.ThrowIfCancellationRequested();
    }

    // A half-duplex client reads nothing while it uploads, for as long as that takes; only later is it lost when it does not read.
    private async Task WriteAsync(TrainReply reply)
    {
        var writing = replies.WriteAsync(reply, context.CancellationToken);
        while (!writing.IsCompleted)
        {
            await writing.WaitAsync(limits.ReplyStallTime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (writing.IsCompleted || job.View.State == TrainingState.Receiving) continue;
            context.GetHttpContext().Abort();
            break;
        }
        await writing.ConfigureAwait(false);
    }
}
