using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Engine.Training.Runs;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>
/// One training. It outlives the connection that brought it, and the server where the spool is kept. All members may be used from any thread.
/// </summary>
/// <param name="keeper">Its record, new or of an earlier server.</param>
/// <param name="files">Its images.</param>
/// <param name="history">Its validations.</param>
internal sealed class TrainingJob(TrainingKeeper keeper, TrainingFiles files, TrainingHistory history) : IProgress<RunProgress>, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Pulse _pulse = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _notices = [];
    private TrainingView _view = TrainingView.Of(keeper.Record, history);

    /// <summary>128 random bits in hexadecimal.</summary>
    public string Id => Keeper.Record.Id;

    public string Owner => Keeper.Record.Owner.User;

    /// <summary>Of the model that will be.</summary>
    public string Name { get; } = ClientText.Clean(keeper.Record.Settings.Name);

    public DateTimeOffset Created => Keeper.Record.Created;

    /// <summary>What of it outlives the server.</summary>
    public TrainingKeeper Keeper { get; } = keeper;

    public TrainingFiles Files { get; } = files;

    public TrainingHistory History { get; } = history;

    /// <summary>It was cancelled, and its files are still here.</summary>
    public bool IsResumable => View.State == TrainingState.Cancelled && Keeper.KeepsFiles && Directory.Exists(Files.Folder);

    /// <summary>Cancelled when the training is to stop, for whatever reason.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>The best network so far becomes the model, should it be stopped.</summary>
    public bool KeepsBest { get; private set; }

    /// <summary>Ends with the next change.</summary>
    public Task Changed => _pulse.Next;

    /// <summary>Ends when nothing works on it any more and its files are deleted.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Everything about it at one instant.</summary>
    public TrainingView View
    {
        get { lock (_lock) return _view; }
    }

    /// <summary>What the user should know, in the order in which it became known; from the <paramref name="first"/> on.</summary>
    public IReadOnlyList<string> Notices(int first)
    {
        lock (_lock) return [.. _notices.Skip(first)];
    }

    public void Received(long bytes) => Change(view => view with { BytesReceived = view.BytesReceived + bytes });

    public void Queued(int ahead) => Change(view => view with { State = TrainingState.Queued, Ahead = ahead });

    public void Report(RunProgress value)
    {
        History.Take(value);
        if (value.Notice is { } notice)
            lock (_lock) _notices.Add(notice);
        var preview = value is { Training: { Score: { } psnr } training, Preview: { } images } ? new Preview(training.Step, psnr, value.Ssim ?? 0, PreviewPicture.Draw(images)) : null;
        Change(view => view with
        {
            State = value.Training is null ? TrainingState.Preparing : TrainingState.Training,
            Progress = value,
            Preview = preview ?? view.Preview,
        });
    }

    public bool Finish(TrainingDone done) => Change(view => Ended(view) with { State = TrainingState.Done, Done = done });

    /// <returns>False when it had ended already.</returns>
    public bool End(TrainingState state, RpcException reason) => Change(view => Ended(view) with { State = state, Failure = reason });

    /// <summary>Stops it after the step in progress.</summary>
    public async Task StopAsync(bool keepBest)
    {
        KeepsBest = keepBest;
        try
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // Its upload broke off and it was forgotten meanwhile: there is nothing to stop.
        }
    }

    /// <summary>Says that nothing works on it any more. Files that nobody needs are deleted.</summary>
    public void Release()
    {
        if (!Keeper.KeepsFiles) Files.Dispose();
        _gone.TrySetResult();
    }

    public void Dispose() => _stopping.Dispose();

    // What is remembered for long must be small; the picture has been drawn.
    private static TrainingView Ended(TrainingView view) => view with { Progress = view.Progress is { } last ? last with { Preview = null } : null };

    private bool Change(Func<TrainingView, TrainingView> change)
    {
        lock (_lock)
        {
            if (_view.HasEnded) return false;
            _view = change(_view);
        }
        _pulse.Beat();
        return true;
    }
}
