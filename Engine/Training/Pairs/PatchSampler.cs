using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>
/// Draws the patches of each step: a plane by chance, a place in it (of several the one with most structure, but every fourth patch from
/// anywhere, so that background is learnt too), one of the eight flips and rotations. All of it follows from the seed and the step.
/// </summary>
public sealed class PatchSampler
{
    private const int Candidates = 4;
    private const int AnywhereEvery = 4;

    private readonly IReadOnlyList<TrainingPlane> _planes;
    private readonly PatchShape _shape;
    private readonly long _seed;
    private readonly Patch _patch;

    /// <param name="planes">At least one, each at least as large as a patch (also in depth), all of one scale.</param>
    /// <param name="shape">Patches are squares.</param>
    /// <param name="channels">Noisy frames and maps of each plane.</param>
    /// <param name="seed">The same seed gives the same patches.</param>
    public PatchSampler(IReadOnlyList<TrainingPlane> planes, PatchShape shape, int channels, long seed)
    {
        if (shape.Width != shape.Height) throw new ArgumentException($"patches of {shape.Width} x {shape.Height} cannot be rotated", nameof(shape));
        (_planes, _shape, _seed) = (planes, shape, seed);
        _patch = new Patch(shape.Width, shape.Height, channels, planes[0].Scale, shape.Depth);
    }

    /// <summary>The batch of one step; a <see cref="BatchSource"/>.</summary>
    public void Fill(long step, TrainingBatch batch)
    {
        for (var i = 0; i < _shape.Batch; i++)
        {
            var random = new RandomSource(_seed, step * _shape.Batch + i);
            var plane = _planes[random.NextInt(_planes.Count)];
            var (left, top) = Place(plane, i % AnywhereEvery == 0 ? 1 : Candidates, random);
            plane.Cut(left, top, _patch, random);
            Store(batch, i, random.NextInt(8));
        }
    }

    private (int Left, int Top) Place(TrainingPlane plane, int candidates, RandomSource random)
    {
        (int Left, int Top) best = default;
        for (var (i, most) = (0, double.NegativeInfinity); i < candidates; i++)
        {
            var place = (random.NextInt(plane.Width - _shape.Width + 1), random.NextInt(plane.Height - _shape.Height + 1));
            var structure = candidates == 1 ? 0 : plane.Structure.In(place.Item1, place.Item2, _shape.Width, _shape.Height);
            if (structure > most) (best, most) = (place, structure);
        }
        return best;
    }

    private void Store(TrainingBatch batch, int index, int turn)
    {
        TurnAll(_patch.Input, batch.Input.AsSpan(index * _patch.Input.Length, _patch.Input.Length), _patch.Width, turn);
        TurnAll(_patch.Target, batch.Target.AsSpan(index * _patch.Target.Length, _patch.Target.Length), _patch.TargetWidth, turn);
        if (batch.Mask is { } mask) TurnAll(_patch.Mask, mask.AsSpan(index * _patch.Mask.Length, _patch.Mask.Length), _patch.TargetWidth, turn);
    }

    // Every channel and slice alike.
    private static void TurnAll(ReadOnlySpan<float> from, Span<float> to, int side, int turn)
    {
        for (var start = 0; start < from.Length; start += side * side) Turn(from.Slice(start, side * side), to.Slice(start, side * side), side, turn);
    }

    // Bit 0 flips columns, bit 1 rows, bit 2 swaps the two: together all symmetries of a square.
    private static void Turn(ReadOnlySpan<float> from, Span<float> to, int side, int turn)
    {
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x++)
        {
            var (u, v) = ((turn & 1) == 0 ? x : side - 1 - x, (turn & 2) == 0 ? y : side - 1 - y);
            to[y * side + x] = (turn & 4) == 0 ? from[v * side + u] : from[u * side + v];
        }
    }
}
