using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>The slices of one channel and frame, from which patches are cut that are several slices deep.</summary>
/// <param name="slices">In the order of z; all of one size.</param>
internal sealed class TrainingVolume(IReadOnlyList<TrainingPlane> slices) : TrainingPlane
{
    // Keeps the random numbers of volumes apart whose seeds follow each other.
    private const long SeedsApart = 1_000_003;

    public override string Field => slices[0].Field;

    public override int Width => slices[0].Width;

    public override int Height => slices[0].Height;

    public override int Channel => slices[0].Channel;

    public override int Depth => slices.Count;

    public override int Scale => slices[0].Scale;

    public override bool IsMasked => slices.Any(slice => slice.IsMasked);

    public override PairReport Report => slices[Depth / 2].Report;

    public override IEnumerable<PairReport> Reports => slices.Select(slice => slice.Report);

    public override ScaledNoise? Noise => slices[0].Noise;

    internal override StructureMap Structure => slices[Depth / 2].Structure;

    internal override void Cut(int left, int top, Patch patch, RandomSource random)
    {
        var (first, slice) = (random.NextInt(Depth - patch.Depth + 1), patch.OneSlice());
        for (var z = 0; z < patch.Depth; z++)
        {
            slices[first + z].Cut(left, top, slice, random);
            patch.Take(slice, z);
        }
    }

    internal override IReadOnlyList<TrainingPair> Slices(long seed) => [.. slices.SelectMany((slice, z) => slice.Slices(unchecked(SeedsApart * seed + z)))];
}
