using FijiBridge.Engine.Inference;

namespace FijiBridge.Engine.Tests.Inference;

/// <summary>
/// Stands in for the device: doubles every sample, records which tiles came together (by their first sample), can be held, and can have room for only so many
/// tiles.
/// </summary>
internal sealed class FakeDevice : IDisposable
{
    private readonly SemaphoreSlim _permits = new(0);
    private readonly SemaphoreSlim _started = new(0);
    private readonly List<string> _runs = [];

    /// <summary>True when every run waits for <see cref="LetOneRun"/>.</summary>
    public bool Held { get; init; }

    public int Room { get; init; } = int.MaxValue;

    public IReadOnlyList<string> Runs
    {
        get
        {
            lock (_runs) return [.. _runs];
        }
    }

    public void LetOneRun() => _permits.Release();

    /// <summary>Ends when the device has begun one more run.</summary>
    public Task OneRunBeganAsync() => _started.WaitAsync();

    public RunTiles Run => (_, tiles, count, _, outputs, ct) => Double(tiles, count, outputs, ct);

    public void Dispose()
    {
        _permits.Dispose();
        _started.Dispose();
    }

    private void Double(ReadOnlySpan<float> tiles, int count, Span<float> outputs, CancellationToken ct)
    {
        var firsts = new float[count];
        for (var i = 0; i < count; i++) firsts[i] = tiles[i * tiles.Length / count];
        lock (_runs) _runs.Add(string.Join(' ', firsts));
        _started.Release();
        if (Held) _permits.Wait(ct);
        if (count > Room) throw new EngineFailure(FailureKind.OutOfDeviceMemory, "full");
        for (var i = 0; i < tiles.Length; i++) outputs[i] = 2 * tiles[i];
    }
}
