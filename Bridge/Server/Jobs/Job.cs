using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Engine.Restoration;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>
/// One stack on its way through the server. It outlives the connection that brought it: clients attach and leave, and the
/// job table ends it when nobody came back in time. All members may be used from any thread.
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

    public Job(StackRequest request, SpoolPlace place, TimeProvider clock)
    {
        (Request, Place, _clock) = (request, place, clock);
        (Ending, _leftAt) = (_ending.Token, clock.GetTimestamp());
        Result = new GrowingResult(place.Result, _pulse.Beat);
    }

    /// <summary>128 random bits in hexadecimal.</summary>
    public string Id { get; } = SpoolFolder.RandomName();

    public StackRequest Request { get; }

    /// <summary>Name of the user whose job it is; nobody else but admins learns that it exists.</summary>
    public string Owner => Request.Owner;

    public SpoolPlace Place { get; }

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

    public void Received(long bytes) => Change(view => view with { BytesReceived = view.BytesReceived + bytes });

    public void Queued(int ahead) => Change(view => view with { State = JobState.Queued, JobsAhead = ahead });

    public void Report(RestoreProgress value) => Change(view => view with
    {
        State = value.Stage == RestoreStage.Measuring ? JobState.Measuring : JobState.Restoring,
        Progress = value,
    });

    public void Finish(JobResult result) => Change(view => view with { State = JobState.Done, Result = result });

    /// <summary>Ends a job that has not ended yet; work on it stops between two tiles.</summary>
    /// <returns>False when it had ended already.</returns>
    public bool End(JobState state, RpcException reason)
    {
        if (!Change(view => view with { State = state, Failure = reason })) return false;
        // The callbacks must not run under a lock that the caller may hold.
        _ = _ending.CancelAsync();
        return true;
    }

    /// <summary>Says that nothing works on the job any more. Only the result of a job that is done is worth keeping.</summary>
    public void Release()
    {
        Place.Input.Dispose();
        if (View.State != JobState.Done) Place.Dispose();
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
            if (_attached > 0) return false;
            var kept = !_delivered ? limits.LostClientTime : pressed ? TimeSpan.Zero : limits.DeliveredTime;
            return _clock.GetElapsedTime(_leftAt) >= kept;
        }
    }

    public void Dispose()
    {
        Place.Dispose();
        Result.Dispose();
        _pulse.Beat();
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
