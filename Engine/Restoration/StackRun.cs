using FijiBridge.Engine.Images;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Tiff;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Restoration;

/// <summary>Takes a stack through the network with one plan of tiles, from the frame at which the result stands to its end.</summary>
internal sealed class StackRun : IAsyncDisposable
{
    // Tiles that are shown in one way after each other, so that a device can take them at once.
    private const int Together = 8;

    private readonly RestoreJob _job;
    private readonly TilePlan _plan;
    private readonly FrameSeries _series;
    private readonly IReadOnlyList<ChannelScaling> _scalings;
    private readonly IReadOnlyList<ChannelLooks> _looks;
    private readonly LineOffset _offset;
    private readonly ResultPlanes _result;
    private readonly PlaneSource _planes;
    private readonly TileReader _reader;
    private readonly Stitcher[] _stitchers;
    private readonly Outliers _outliers;
    private int _frame;

    public StackRun(
        RestoreJob job, TiffPlaneReader input, TilePlan plan, FrameSeries series, IReadOnlyList<ChannelScaling> scalings, LineOffset offset,
        ResultPlanes result)
    {
        (_job, _plan, _series, _scalings, _offset, _result) = (job, plan, series, scalings, offset, result);
        _looks = [.. scalings.Select(scaling => new ChannelLooks(job, scaling))];
        // Of a plane model the next step's planes are read ahead; a slab is too many planes for that.
        var atOnce = plan.Z.Tile == 1 ? 2 * series.Frames : plan.Z.Tile * series.Frames;
        var useful = plan.Z.Tile == 1 && series.Frames == 1 ? atOnce : Math.Max(atOnce, plan.Z.Tile * series.Reuse(input.Shape));
        _planes = new PlaneSource(input, atOnce, useful, Prepare);
        _reader = new TileReader(plan);
        _outliers = new Outliers(scalings, plan.X.Scale, job.Model.Card.RemovesArtefacts);
        _stitchers = [.. Enumerable.Range(0, input.Shape.Channels).Select(StitcherOf)];
    }

    /// <returns>Null when the stack is done; otherwise the failure that says that a tile does not fit into the device's memory.</returns>
    public async Task<EngineFailure?> RunAsync(SessionCache sessions, InferenceQueue queue, ProgressReport report, Warnings warnings, CancellationToken ct)
    {
        SessionLease? lease = null;
        try
        {
            lease = sessions.Rent(_job.Model, _plan);
            warnings.Add(lease.Session.Notices);
            await SendAsync(lease.Session, queue, report, warnings, ct).ConfigureAwait(false);
            return null;
        }
        catch (EngineFailure failure) when (failure.Kind == FailureKind.OutOfDeviceMemory)
        {
            lease?.Discard();
            return failure;
        }
        finally
        {
            lease?.Dispose();
        }
    }

    /// <summary>Waits for planes that are still being read ahead.</summary>
    public ValueTask DisposeAsync() => _planes.DisposeAsync();

    private async Task SendAsync(ModelSession session, InferenceQueue queue, ProgressReport report, Warnings warnings, CancellationToken ct)
    {
        var work = _looks.Select(looks => looks.Parameters.Select(values => new TileTemplate(_job, SessionCache.ByNetworkName(_job.Model, values), warnings.Add)).ToArray()).ToArray();
        var flow = new TileFlow(queue, session, (tile, output) => Arrived(tile, output, report), ct);
        await using var sending = flow.ConfigureAwait(false);
        report.StartAt(_plan.TileCount / _plan.Input.Frames * _result.Frame);
        foreach (var step in Steps(_result.Frame))
        {
            if (_plan.Z.Tile == 1)
            {
                Announce(step);
                Announce(Next(step));
            }
            foreach (var tiles in _plan.Slab(step.Slab).Chunk(Together))
            foreach (var (look, scaling) in _looks[step.Channel].Scalings.Index())
            foreach (var tile in tiles)
                await flow.SendAsync(new TravellingTile(tile, step.Channel, look, step.Frame), work[step.Channel][look], buffer => FillAsync(tile, step, scaling, buffer)).ConfigureAwait(false);
        }
        await flow.FinishAsync().ConfigureAwait(false);
    }

    /// <summary>The order of the result: channels of a slab, slabs of a frame, frames.</summary>
    private IEnumerable<Step> Steps(int firstFrame)
    {
        for (var step = new Step(0, 0, firstFrame); step.Frame < _plan.Input.Frames; step = Next(step)) yield return step;
    }

    private Step Next(Step step)
    {
        if (step.Channel + 1 < _plan.Input.Channels) return step with { Channel = step.Channel + 1 };
        return step.Slab + 1 < _plan.SpansZ.Count ? new Step(0, step.Slab + 1, step.Frame) : new Step(0, 0, step.Frame + 1);
    }

    private void Announce(Step step)
    {
        if (step.Frame == _plan.Input.Frames) return;
        foreach (var index in Planes(step)) _planes.Announce(index);
    }

    /// <summary>
    /// The planes that the tiles of a step read, in the order of the network's input: frames, and in each of them slices.
    /// </summary>
    private IEnumerable<PlaneIndex> Planes(Step step)
    {
        var first = _plan.SpansZ[step.Slab].ReadStart;
        var middle = new PlaneIndex(step.Channel, Reflection.Index(first, _plan.Input.Slices), step.Frame);
        return _series.Around(middle, _plan.Input).SelectMany(frame => Enumerable.Range(0, _plan.Z.Tile)
            .Select(z => _plan.Z.Tile == 1 ? frame : frame with { Slice = Reflection.Index((long)first + z, _plan.Input.Slices) }));
    }

    /// <summary>What the network shall not see is remembered and replaced.</summary>
    private void Prepare(Plane plane, PlaneIndex index)
    {
        _offset.Undo(plane);
        if (!_result.Has(index)) _outliers.Look(plane, index);
        if (_scalings[index.Channel] is { Blank: not null } scaling) BlankAreas.Fill(plane, scaling.IsBlank);
    }

    private async Task FillAsync(Tile tile, Step step, ChannelScaling scaling, float[] buffer)
    {
        var (length, offset) = (_plan.Y.Tile * _plan.X.Tile, 0);
        foreach (var index in Planes(step))
        {
            var plane = await _planes.GetAsync(index).ConfigureAwait(false);
            _reader.Read(plane, tile, scaling.Scale, buffer.AsSpan(offset, length));
            offset += length;
        }
    }

    private void Arrived(TravellingTile tile, float[] output, ProgressReport report)
    {
        if (!_looks[tile.Channel].Take(tile.Look, output)) return;
        _frame = tile.Frame;
        _stitchers[tile.Channel].Add(tile.Tile, output);
        report.TileDone(_plan, _result.Written);
    }

    private Stitcher StitcherOf(int channel) => new(_plan, (slice, y, row) =>
    {
        var index = new PlaneIndex(channel, slice, _frame);
        _outliers.AddTo(index, y, row, isLast: y == _plan.Output.Height - 1);
        _result.Add(index, y, row);
    });

    /// <summary>All tiles of one channel of one slab of one frame.</summary>
    private readonly record struct Step(int Channel, int Slab, int Frame);
}
