namespace FijiBridge.Engine.Inference;

/// <summary>
/// The tiles that wait, by job. Jobs take turns, tile by tile, so that a small job does not wait for the end of a large one. Not safe for several threads.
/// </summary>
internal sealed class WaitingTiles
{
    // In the order of turns; few, so that a list serves.
    private readonly List<(object Job, Queue<PendingTile> Tiles)> _turns = [];

    public bool IsEmpty => _turns.Count == 0;

    public void Add(PendingTile tile)
    {
        var place = _turns.FindIndex(turn => turn.Job.Equals(tile.Work.Job));
        if (place >= 0) _turns[place].Tiles.Enqueue(tile);
        else _turns.Add((tile.Work.Job, new Queue<PendingTile>([tile])));
    }

    /// <summary>
    /// The next tiles for one run: the next in turn, and what can go with it, again in turn. They count as running. Cancelled tiles are dropped;
    /// the batch is empty when nothing else is left.
    /// </summary>
    public List<PendingTile> TakeBatch(Func<ModelSession, int> batchSize)
    {
        var batch = new List<PendingTile>();
        while (batch.Count == 0 || batch.Count < batchSize(batch[0].Session))
        {
            var place = _turns.FindIndex(turn => batch.Count == 0 || !turn.Tiles.Peek().IsWaiting || turn.Tiles.Peek().BatchesWith(batch[0]));
            if (place < 0) break;
            var tile = Take(place);
            if (tile.TryStart()) batch.Add(tile);
        }
        return batch;
    }

    /// <summary>Takes out everything, in no order.</summary>
    public List<PendingTile> TakeAll()
    {
        var all = _turns.SelectMany(turn => turn.Tiles).ToList();
        _turns.Clear();
        return all;
    }

    private PendingTile Take(int place)
    {
        var (job, tiles) = _turns[place];
        var tile = tiles.Dequeue();
        _turns.RemoveAt(place);
        if (tiles.Count > 0) _turns.Add((job, tiles));
        return tile;
    }
}
