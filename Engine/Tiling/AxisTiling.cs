namespace FijiBridge.Engine.Tiling;

/// <summary>How a network is laid over one axis of an image. Lengths are in pixels of the input unless said otherwise.</summary>
public sealed record AxisTiling
{
    /// <summary>For an axis that the network does not see (the slices of a 2-D model): one at a time.</summary>
    public static AxisTiling OneByOne { get; } = new(1, 0);

    /// <exception cref="ArgumentException">Nothing of the tile would be kept, or a length is negative.</exception>
    public AxisTiling(int tile, int halo, int scale = 1, int outputCrop = 0, int step = 1, int blend = 0)
    {
        if (tile < 1 || halo < 0 || scale < 1 || outputCrop < 0 || outputCrop > (long)halo * scale || step < 1 || blend < 0)
            throw new ArgumentException($"tile {tile}, halo {halo}, scale {scale}, crop {outputCrop}, step {step}, blend {blend}");
        if (tile <= 2L * halo)
            throw new ArgumentException($"a tile of {tile} pixels with a halo of {halo} pixels on each side keeps nothing");
        (Tile, Halo, Scale, OutputCrop, Step, Blend) = (tile, halo, scale, outputCrop, step, blend);
    }

    /// <summary>Length that the network takes in.</summary>
    public int Tile { get; }

    /// <summary>Input pixels on each side whose output is thrown away, because the network saw too little around them.</summary>
    public int Halo { get; }

    /// <summary>Output pixels for one input pixel (2 for a superresolution model of factor two).</summary>
    public int Scale { get; }

    /// <summary>Output pixels that the network itself leaves away on each side (convolutions without padding).</summary>
    public int OutputCrop { get; }

    /// <summary>
    /// Every tile starts a multiple of this from the others. A network that pools gives different numbers when its input is
    /// moved by less, so that tiles would not agree with each other.
    /// </summary>
    public int Step { get; }

    /// <summary>The least number of kept pixels that two neighbours share and blend, where the tile is large enough.</summary>
    public int Blend { get; }

    /// <summary>Length of the input whose output is kept.</summary>
    public int Keep => Tile - 2 * Halo;

    /// <summary>Length that the network gives back, in output pixels.</summary>
    public int OutputLength => Tile * Scale - 2 * OutputCrop;

    /// <summary>Distance from tile to tile: the kept length less the blend, rounded down to a multiple of the step.</summary>
    public int Stride
    {
        get
        {
            var blended = (Keep - Math.Min(Blend, Keep / 2)) / Step * Step;
            if (2L * blended >= Keep) return blended;
            return Keep >= Step ? Keep / Step * Step : Keep;
        }
    }

    /// <summary>Lays tiles over <paramref name="length"/> pixels, in ascending order; at no place do more than two overlap.</summary>
    public IReadOnlyList<TileSpan> Cover(int length)
    {
        var (stride, overlap) = (Stride, Keep - Stride);
        var count = length <= Keep ? 1 : (int)(((long)length - overlap + stride - 1) / stride);
        var spans = new TileSpan[count];
        for (var i = 0; i < count; i++)
        {
            var start = i * stride;
            var excess = (int)Math.Max(0, (long)start + Keep - length);
            // The last of several tiles moves back into the image, so that it reads pixels and not their reflections.
            var back = i == 0 ? 0 : excess / Step * Step;
            spans[i] = new TileSpan(start - Halo - back, start, Keep - excess, i == 0 ? 0 : overlap, i == count - 1 ? 0 : overlap);
        }
        return spans;
    }
}
