using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Restoration;

/// <summary>A tile on its way through the device, and where its result belongs.</summary>
internal sealed record TravellingTile(Tile Tile, int Channel, int Look, int Frame);

/// <summary>What all tiles of one channel of a job, shown in one way (see <see cref="ChannelLooks"/>), have in common.</summary>
internal sealed record TileTemplate(object Job, IReadOnlyDictionary<string, double> Parameters, Action<string> Notice)
{
    public TileWork With(float[] input, float[] output) =>
        new() { Job = Job, Parameters = Parameters, Notice = Notice, Input = input, Output = output };
}

/// <summary>
/// Keeps a bounded number of tiles at the device, so that it works while planes are read and written, and takes them back
/// in the order in which they went, so that a result never depends on timing.
/// </summary>
internal sealed class TileFlow : IAsyncDisposable
{
    /// <summary>Buffers of all tiles on their way together. Unit: bytes.</summary>
    private const long Budget = 48L << 20;

    private readonly InferenceQueue _queue;
    private readonly ModelSession _session;
    private readonly Action<TravellingTile, float[]> _arrived;
    private readonly int _window;
    private readonly CancellationTokenSource _stop;
    private readonly Queue<(TravellingTile Tile, float[] Input, float[] Output, Task Task)> _travelling = [];
    private readonly Stack<(float[] Input, float[] Output)> _spare = [];

    /// <param name="queue">The way to the device.</param>
    /// <param name="session">The network.</param>
    /// <param name="arrived">Takes a tile back.</param>
    /// <param name="ct">Stops everything.</param>
    public TileFlow(InferenceQueue queue, ModelSession session, Action<TravellingTile, float[]> arrived, CancellationToken ct)
    {
        (_queue, _session, _arrived) = (queue, session, arrived);
        var bytes = (session.Source.Input.Length + (long)session.Source.Output.Length) * sizeof(float);
        _window = (int)Math.Clamp(Budget / bytes, 2, 32);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
    }

    /// <summary>
    /// Sends a tile, whose input <paramref name="fill"/> writes; waits for the oldest one when too many are on their way.
    /// </summary>
    public async Task SendAsync(TravellingTile tile, TileTemplate work, Func<float[], Task> fill)
    {
        _stop.Token.ThrowIfCancellationRequested();
        if (_travelling.Count >= _window) await TakeBackAsync().ConfigureAwait(false);
        var (input, output) = _spare.TryPop(out var used) ? used : (new float[_session.Source.Input.Length], new float[_session.Source.Output.Length]);
        await fill(input).ConfigureAwait(false);
        _travelling.Enqueue((tile, input, output, _queue.RunAsync(_session, work.With(input, output), _stop.Token)));
    }

    /// <summary>Waits for all tiles that are on their way.</summary>
    public async Task FinishAsync()
    {
        while (_travelling.Count > 0) await TakeBackAsync().ConfigureAwait(false);
    }

    /// <summary>Stops what is still on its way and waits until the device has let go of its buffers.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (var (_, _, _, task) in _travelling) await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task TakeBackAsync()
    {
        await _travelling.Peek().Task.ConfigureAwait(false);
        var (tile, input, output, _) = _travelling.Dequeue();
        _arrived(tile, output);
        _spare.Push((input, output));
    }
}
