namespace FijiBridge.Engine.Inference;

/// <summary>Runs <paramref name="count"/> tiles on a session: <see cref="ModelSession.Run"/>, or what a test puts in its place.</summary>
internal delegate void RunTiles(
    ModelSession session, ReadOnlySpan<float> tiles, int count, IReadOnlyDictionary<string, double> parameters, Span<float> outputs, CancellationToken ct);

/// <summary>Brings tiles of one session together, runs them, and brings the results back. When the device's memory does not suffice, it goes on with fewer at once.</summary>
internal sealed class TileBatcher(RunTiles run)
{
    // Kept from batch to batch; only the queue's thread comes here.
    private float[] _inputs = [];
    private float[] _outputs = [];

    /// <summary>Ends every tile, whatever happens.</summary>
    public void Run(IReadOnlyList<PendingTile> tiles, CancellationToken queueEnds)
    {
        var session = tiles[0].Session;
        for (var done = 0; done < tiles.Count;)
        {
            var part = tiles.Skip(done).Take(session.BatchLimit).ToList();
            try
            {
                RunPart(session, part, queueEnds);
                part.ForEach(tile => tile.Succeed());
            }
            catch (EngineFailure failure) when (failure.Kind == FailureKind.OutOfDeviceMemory && part.Count > 1)
            {
                TakeFewer(session, part);
                continue;
            }
#pragma warning disable CA1031 // Whoever waits for the tile gets the exception; the queue lives on.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                part.ForEach(tile => tile.Fail(exception));
            }
            done += part.Count;
        }
    }

    private void RunPart(ModelSession session, List<PendingTile> part, CancellationToken queueEnds)
    {
        using var cancellation = new BatchCancellation(part, queueEnds);
        var work = part[0].Work;
        if (part.Count == 1)
        {
            run(session, work.Input.Span, 1, work.Parameters, work.Output.Span, cancellation.Token);
            return;
        }
        var inputs = Room(ref _inputs, part.Count * work.Input.Length);
        var outputs = Room(ref _outputs, part.Count * work.Output.Length);
        for (var i = 0; i < part.Count; i++) part[i].Work.Input.Span.CopyTo(inputs[(i * work.Input.Length)..]);
        run(session, inputs, part.Count, work.Parameters, outputs, cancellation.Token);
        for (var i = 0; i < part.Count; i++) outputs.Slice(i * work.Output.Length, work.Output.Length).CopyTo(part[i].Work.Output.Span);
    }

    private static void TakeFewer(ModelSession session, List<PendingTile> part)
    {
        session.BatchLimit = part.Count / 2;
        var notice = $"The {session.Device.DisplayName()} device has not enough memory for {part.Count} tiles at once; it goes on with {session.BatchLimit}.";
        foreach (var tile in part.DistinctBy(tile => tile.Work.Job)) tile.Work.Notice?.Invoke(notice);
    }

    private static Span<float> Room(ref float[] buffer, int length)
    {
        if (buffer.Length < length) buffer = GC.AllocateUninitializedArray<float>(length);
        return buffer.AsSpan(0, length);
    }
}
