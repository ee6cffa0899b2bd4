namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>Tells waiters that something has changed. Take <see cref="Next"/> before looking, then no change is missed.</summary>
internal sealed class Pulse
{
    private TaskCompletionSource? _next;

    /// <summary>Ends with the next beat.</summary>
    public Task Next
    {
        get
        {
            if (Volatile.Read(ref _next) is { } waiting) return waiting.Task;
            var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (Interlocked.CompareExchange(ref _next, fresh, null) ?? fresh).Task;
        }
    }

    /// <summary>Costs nothing while nobody waits: the engine beats for every piece that it writes.</summary>
    public void Beat() => Interlocked.Exchange(ref _next, null)?.TrySetResult();
}
