namespace FijiBridge.Engine.Inference;

/// <summary>
/// The only way to a device: one thread takes tiles to it, those of the same session and parameters together, job after job in turn. What is cancelled
/// while it waits never reaches the device. The queue holds a bounded number of bytes; callers wait beyond it.
/// </summary>
public sealed class InferenceQueue : IAsyncDisposable
{
    private readonly object _lock = new();
    private readonly WaitingTiles _waiting = new();
    private readonly ByteGate _gate;
    private readonly QueueLimits _limits;
    private readonly TileBatcher _batcher;
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public InferenceQueue(QueueLimits limits)
        : this(limits, static (session, tiles, count, parameters, outputs, ct) => session.Run(tiles, count, parameters, outputs, ct))
    {
    }

    internal InferenceQueue(QueueLimits limits, RunTiles run)
    {
        (_limits, _gate, _batcher) = (limits, new ByteGate(limits.WaitingBytes), new TileBatcher(run));
        new Thread(Work) { IsBackground = true, Name = "inference" }.Start();
    }

    /// <summary>Bytes that wait or run.</summary>
    public long BytesInside => _gate.Inside;

    /// <summary>Ends when the tile's output is written. The buffers must not be touched, and the session must not be disposed, before that.</summary>
    /// <exception cref="ArgumentException">A buffer has not the size of the session's tile.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, or the queue was disposed.</exception>
    /// <exception cref="EngineFailure">What <see cref="ModelSession.Run"/> throws; <see cref="FailureKind.OutOfDeviceMemory"/> means that not even this one tile fits.</exception>
    public async Task RunAsync(ModelSession session, TileWork work, CancellationToken ct)
    {
        Check(session, work);
        await _gate.EnterAsync(work.Bytes, ct).ConfigureAwait(false);
        try
        {
            await Enqueue(session, work, ct).ConfigureAwait(false);
        }
        finally
        {
            _gate.Leave(work.Bytes);
        }
    }

    /// <summary>Cancels what waits, stops what runs, and ends when the device is left alone.</summary>
    public async ValueTask DisposeAsync()
    {
        List<PendingTile> dropped;
        lock (_lock)
        {
            if (!_ending.IsCancellationRequested) _ending.Cancel();
            dropped = _waiting.TakeAll();
            Monitor.PulseAll(_lock);
        }
        _gate.Close();
        dropped.ForEach(tile => tile.CancelWaiting());
        await _ended.Task.ConfigureAwait(false);
    }

    private Task Enqueue(ModelSession session, TileWork work, CancellationToken ct)
    {
        var tile = new PendingTile(session, work, ct);
        lock (_lock)
        {
            if (_ending.IsCancellationRequested) tile.CancelWaiting();
            else _waiting.Add(tile);
            Monitor.Pulse(_lock);
        }
        return tile.Completion;
    }

    private void Work()
    {
        while (NextBatch() is { } batch) _batcher.Run(batch, _ending.Token);
        _ended.SetResult();
    }

    /// <summary>Waits for tiles; null when the queue ends.</summary>
    private List<PendingTile>? NextBatch()
    {
        lock (_lock)
        {
            while (!_ending.IsCancellationRequested)
            {
                if (_waiting.IsEmpty) Monitor.Wait(_lock);
                else if (_waiting.TakeBatch(_limits.BatchSize) is { Count: > 0 } batch) return batch;
            }
            return null;
        }
    }

    private static void Check(ModelSession session, TileWork work)
    {
        var (input, output) = (session.Source.Input, session.Source.Output);
        if (work.Input.Length != input.Length || work.Output.Length != output.Length)
        {
            throw new ArgumentException(
                $"the session takes tiles of {input} and gives {output}; the buffers have {work.Input.Length} and {work.Output.Length} samples", nameof(work));
        }
    }
}
