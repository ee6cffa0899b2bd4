namespace FijiBridge.Engine.Inference;

/// <summary>Stops a run when nobody wants its results any more: every tile of it is cancelled, or the queue ends.</summary>
internal sealed class BatchCancellation : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly List<CancellationTokenRegistration> _registrations = [];
    private int _wanted;

    public BatchCancellation(IReadOnlyCollection<PendingTile> tiles, CancellationToken queueEnds)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(queueEnds);
        _wanted = tiles.Count;
        foreach (var tile in tiles) _registrations.Add(tile.Cancellation.Register(LoseOne));
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        // Waits for callbacks in progress, which use the source.
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void LoseOne()
    {
        if (Interlocked.Decrement(ref _wanted) == 0) _stop.Cancel();
    }
}
