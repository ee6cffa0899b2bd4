using FijiBridge.Engine.Images;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Restoration;

/// <summary>The largest tiles that a plan may use, and how it gets smaller when a device runs out of memory. Unit: pixels.</summary>
internal readonly record struct TileSizes(int Plane, int Depth)
{
    // Two neighbouring tiles share this many kept pixels, where a network that sees further than its halo would show a seam.
    private const int BlendPlane = 16;
    private const int BlendDepth = 2;

    /// <summary>
    /// About half a million pixels a tile: a 512 x 512 image with a generous halo is one tile, and larger tiles are hardly faster.
    /// </summary>
    // Tried for denoise, whose halo is 72: 2048 x 2048 in four tiles of 1184 instead of sixteen of 672 computes 22 % fewer pixels, yet took no less of the
    // processor's time (22.8 instead of 20.9 s, once, side by side on busy cores) and 1.95 GB of memory instead of 0.76. The result was the same.
    public static TileSizes First(ModelConstraints constraints) => constraints.ThreeDimensional ? new(160, 24) : new(704, 1);

    public TileSizes Smaller => new(Math.Max(1, Plane / 2), Math.Max(1, Depth / 2));

    public TilePlan Plan(StackShape shape, ModelConstraints constraints) => new(
        shape,
        constraints.Z.Tile(shape.Slices, Depth, BlendDepth),
        constraints.Y.Tile(shape.Height, Plane, BlendPlane),
        constraints.X.Tile(shape.Width, Plane, BlendPlane));
}
