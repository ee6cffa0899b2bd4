using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Models;

/// <summary>Which tiles a network takes along one axis.</summary>
public sealed record AxisConstraint
{
    /// <summary>Tiles are this long or longer by a multiple of it, so that few different shapes occur. Unit: pixels.</summary>
    private const int Quantum = 32;

    /// <summary>The axis of slices of a model that sees single slices.</summary>
    public static AxisConstraint OneByOne { get; } = new();

    /// <summary>Smallest length; the only one when <see cref="Step"/> is 0.</summary>
    public int Min { get; init; } = 1;

    /// <summary>Longer tiles are the smallest plus a multiple of this.</summary>
    public int Step { get; init; }

    /// <summary>Input pixels on each side that are read but not kept.</summary>
    public int Halo { get; init; }

    /// <summary>Output pixels for one input pixel.</summary>
    public int Scale { get; init; } = 1;

    /// <summary>Output pixels on each side that the network leaves away.</summary>
    public int OutputCrop { get; init; }

    /// <summary>
    /// The tiling of an axis of <paramref name="length"/> pixels: as few tiles as tiles of at most <paramref name="limit"/> pixels allow, and
    /// these no longer than needed. A network of one size, or whose smallest tile is beyond the limit, decides itself.
    /// </summary>
    public AxisTiling Tile(int length, int limit, int blend)
    {
        var smallest = AtLeast(Math.Max(Min, 2 * Halo + 1));
        if (Step == 0) return Tiling(smallest, blend);
        var largest = Math.Max(smallest, smallest + (limit - smallest) / Step * Step);
        var count = Tiling(largest, blend).Cover(length).Count;
        for (var tile = smallest; tile < largest; tile = AtLeast((tile / Quantum + 1) * Quantum))
        {
            if (Tiling(tile, blend).Cover(length).Count <= count) return Tiling(tile, blend);
        }
        return Tiling(largest, blend);
    }

    private AxisTiling Tiling(int tile, int blend) => new(tile, Halo, Scale, OutputCrop, Alignment, blend);

    // A network of one size does not say by how much it pools; a power of two that divides its size is what it can.
    private int Alignment => Step > 0 ? Step : Math.Min(16, Min & -Min);

    private int AtLeast(int length) => Step == 0 ? Min : Min + (Math.Max(0, length - Min) + Step - 1) / Step * Step;
}
