using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Engine.Restoration;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>
/// One stack on its way through the server. It outlives the connection that brought it, and the server where the spool is kept:
/// clients attach and leave, and the job table ends it when nobody came back in time. All members may be used from any thread.
/// </summary>
internal sealed class Job : IProgress<RestoreProgress>, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Pulse _pulse = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _clock;
    private JobView _view;
    private int _attached;
    private long _leftAt;
    private bool _delivered;

    /// <param name="keeper">Its record, new or of an earlier server.</param>
    /// <param name="place">Its files.</param>
    /// <param name="clock">For waiting times.</param>
    public Job(JobKeeper keeper, SpoolPlace place, TimeProvider clock)
    {
        (Keeper, Place, _clock) = (keeper, place, clock);
        (Ending, _leftAt) = (_ending.Token, clock.GetTimestamp());
        Result = new GrowingResult(place.Result, _pulse.Beat);
        Stack = new ReceivedStack(place.Input);
        Run = keeper.Record.Phase == JobPhase.Done ? keeper.Record.Runs : keeper.Record.Runs + 1;
        _view = JobView.Of(keeper.Record, Stack.Length);
        if (_view.Failure is not null) _gone.SetResult();
    }

    /// <summary>128 random bits in hexadecimal.</summary>
    public string Id => Ticket.Id;

    public JobTicket Ticket => Keeper.Ticket;

    /// <summary>What of the job outlives the server.</summary>
    public JobKeeper Keeper { get; }

    /// <summary>Which attempt at the result this is, from 1 on: bytes of different ones do not belong together.</summary>
    public int Run { get; }

    /// <summary>Name of the user whose job it is; nobody else but admins learns that it exists.</summary>
    public string Owner => Ticket.Caller.User;

    public SpoolPlace Place { get; }

    /// <summary>The stack while it arrives.</summary>
    public ReceivedStack Stack { get; }

    public UploadTurn Uploads { get; } = new();

    public GrowingResult Result { get; }

    /// <summary>Cancelled when the job is to end, for whatever reason.</summary>
    public CancellationToken Ending { get; }

    /// <summary>Ends with the next change of anything that a client may want to know.</summary>
    public Task Changed => _pulse.Next;

    /// <summary>Ends when nothing works on the job any more and, unless it is done, its files are deleted.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Everything about the job at one instant.</summary>
    public JobView View
    {
        get { lock (_lock) return _view; }
    }

    public void Received() => Change(view => view with { BytesReceived = Stack.Length });

    public void Queued(QueuePlace place) => Change(view => view with { State = JobState.Queued, Place = place });

    public void Report(RestoreProgress value) => Change(view => view with
    {
        State = value.Stage == RestoreStage.Measuring ? JobState.Measuring : JobState.Restoring,
        Progress = value,
    });

    public void Finish(Done done) => Change(view => view with { State = JobState.Done, Done = done });

    /// <summary>Ends a job that has not ended yet; work on it stops between two tiles.</summary>
    /// <returns>False when it had ended already.</returns>
    public bool End(JobState state, RpcException reason)
    {
        var receiving = View.State == JobState.Receiving;
        if (!Change(view => view with { State = state, Failure = reason })) return false;
        // The callbacks must not run under a lock that the caller may hold.
        _ = _ending.CancelAsync();
        // An upload that broke off has nobody who would do it.
        if (receiving) Uploads.IfFree(Release);
        return true;
    }

    /// <summary>Says that nothing works on the job any more. Only the result of a job that is done is worth keeping.</summary>
    public void Release()
    {
        var view = View;
        if (view.State == JobState.Done) Place.Input.Dispose();
        else if (view.State == JobState.Suspended) Place.Close();
        else DeleteFiles(view);
        _gone.TrySetResult();
    }

    /// <summary>A client follows the job until the returned seat is disposed.</summary>
    public IDisposable Attach()
    {
        lock (_lock)
        {
            _attached++;
            // Who comes back does not have everything.
            _delivered = false;
        }
        return new Seat(this);
    }

    /// <summary>A client was sent everything, to the last message.</summary>
    public void Delivered()
    {
        lock (_lock) _delivered = true;
    }

    /// <summary>True when no client has followed the job for longer than the limits allow.</summary>
    /// <param name="limits">The times.</param>
    /// <param name="pressed">Room is needed: a result that was sent in full is not kept any longer.</param>
    public bool IsForgotten(ServerLimits limits, bool pressed)
    {
        lock (_lock)
        {
            if (_attached > 0 || _view.State == JobState.Suspended) return false;
            var undelivered = _view.State == JobState.Receiving ? limits.LostUploadTime : limits.LostClientTime;
            var kept = !_delivered ? undelivered : pressed ? TimeSpan.Zero : limits.DeliveredTime;
            return _clock.GetElapsedTime(_leftAt) >= kept;
        }
    }

    /// <summary>Leaves the job to the next server.</summary>
    public void Close()
    {
        Place.Close();
        Result.Dispose();
        _pulse.Beat();
    }

    /// <summary>Deletes all that there is of it.</summary>
    public void Dispose()
    {
        Keeper.Forget();
        Place.Dispose();
        Result.Dispose();
        _pulse.Beat();
    }

    // The record first: a crash between the two leaves files that nobody asks for.
    private void DeleteFiles(JobView view)
    {
        if (view is { State: JobState.Failed, Failure: { } reason }) Keeper.Failed(reason);
        else Keeper.Forget();
        Place.Dispose();
    }

    private bool Change(Func<JobView, JobView> change)
    {
        lock (_lock)
        {
            if (_view.HasEnded) return false;
            _view = change(_view);
        }
        _pulse.Beat();
        return true;
    }

    private void Leave()
    {
        lock (_lock)
        {
            _attached--;
            _leftAt = _clock.GetTimestamp();
        }
    }

    private sealed class Seat(Job job) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) job.Leave();
        }
    }
}
