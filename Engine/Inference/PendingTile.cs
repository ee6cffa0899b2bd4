namespace FijiBridge.Engine.Inference;

/// <summary>
/// A tile on its way: waiting, then running, then ended. While it waits, cancellation ends it at once; while it runs, its buffers are in use, and it ends
/// with the run.
/// </summary>
internal sealed class PendingTile
{
    private const int Waiting = 0;
    private const int Running = 1;
    private const int Ended = 2;

    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _registration;
    private int _state;

    public PendingTile(ModelSession session, TileWork work, CancellationToken ct)
    {
        (Session, Work, Cancellation) = (session, work, ct);
        _registration = ct.Register(CancelWaiting);
    }

    public ModelSession Session { get; }

    public TileWork Work { get; }

    public CancellationToken Cancellation { get; }

    public Task Completion => _completion.Task;

    public bool IsWaiting => Volatile.Read(ref _state) == Waiting;

    /// <summary>True when both may be in one batch.</summary>
    public bool BatchesWith(PendingTile other) => ReferenceEquals(Session, other.Session) && Same(Work.Parameters, other.Work.Parameters);

    /// <summary>False when the tile was cancelled while it waited.</summary>
    public bool TryStart() => Interlocked.CompareExchange(ref _state, Running, Waiting) == Waiting;

    public void CancelWaiting()
    {
        if (Interlocked.CompareExchange(ref _state, Ended, Waiting) != Waiting) return;
        _registration.Unregister();
        _completion.SetCanceled(Cancellation);
    }

    public void Succeed() => End(_completion.TrySetResult);

    public void Fail(Exception exception) => End(() => exception is OperationCanceledException
        ? _completion.TrySetCanceled(Cancellation)
        : _completion.TrySetException(exception));

    private void End(Func<bool> complete)
    {
        _registration.Unregister();
        Volatile.Write(ref _state, Ended);
        complete();
    }

    private static bool Same(IReadOnlyDictionary<string, double> a, IReadOnlyDictionary<string, double> b) => ReferenceEquals(a, b)
        || (a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var value) && value.Equals(pair.Value)));
}
