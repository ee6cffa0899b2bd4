using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tiling;

/// <summary>
/// How a stack is cut into tiles: the same for every channel and frame. Tiles come row by row and slab by slab (a slab is one
/// slice, or the depth of a three-dimensional model), so that finished rows and slices can leave early.
/// </summary>
public sealed class TilePlan
{
    public TilePlan(StackShape input, AxisTiling z, AxisTiling y, AxisTiling x)
    {
        (Input, Z, Y, X) = (input, z, y, x);
        Output = new StackShape(
            Scaled(input.Width, x, "wide"), Scaled(input.Height, y, "high"), input.Channels, Scaled(input.Slices, z, "deep"), input.Frames);
        (SpansZ, SpansY, SpansX) = (z.Cover(input.Slices), y.Cover(input.Height), x.Cover(input.Width));
    }

    public StackShape Input { get; }

    /// <summary>The shape of the result: the input's, multiplied by the scale of each axis.</summary>
    public StackShape Output { get; }

    public AxisTiling Z { get; }

    public AxisTiling Y { get; }

    public AxisTiling X { get; }

    public IReadOnlyList<TileSpan> SpansZ { get; }

    public IReadOnlyList<TileSpan> SpansY { get; }

    public IReadOnlyList<TileSpan> SpansX { get; }

    /// <summary>Tiles of the whole stack.</summary>
    public long TileCount => (long)SpansZ.Count * SpansY.Count * SpansX.Count * Input.Channels * Input.Frames;

    /// <summary>The tiles of one slab of one channel, row by row.</summary>
    public IEnumerable<Tile> Slab(int slab)
    {
        for (var y = 0; y < SpansY.Count; y++)
        {
            for (var x = 0; x < SpansX.Count; x++) yield return new Tile(SpansZ[slab], SpansY[y], SpansX[x], (slab, y, x));
        }
    }

    private static int Scaled(int length, AxisTiling axis, string word)
    {
        var scaled = (long)length * axis.Scale;
        return scaled <= int.MaxValue
            ? (int)scaled
            : throw new EngineFailure(
                FailureKind.LimitExceeded,
                $"the result would be {scaled} pixels {word}; at most {int.MaxValue} are possible");
    }
}
