using System.Collections.Immutable;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Training.Packages;

/// <summary>An image that travels with a model so that anybody can check it: intensities as a camera gives them, before any scaling.</summary>
/// <param name="Samples"><c>[1, frame, (z,) y, x]</c>, the last axis fastest.</param>
/// <param name="Shape">The length of each axis.</param>
public sealed record TestImage(float[] Samples, ImmutableArray<int> Shape)
{
    // Packages stay small; the network is the same everywhere.
    private const int LargestSide = 256;

    /// <summary>A plane.</summary>
    public static TestImage Of(float[] plane, int width, int height) => new(plane, [1, 1, height, width]);

    /// <summary>The central part of the image in a size that the network takes: at most 256 pixels wide and high, mirrored where it is too small.</summary>
    internal TestImage Fit(AxisConstraint z, AxisConstraint y, AxisConstraint x)
    {
        var (slices, height, width) = (IsVolume ? Shape[2] : 1, Shape[^2], Shape[^1]);
        var (depth, rows, columns) = (IsVolume ? Fitting(slices, z) : 1, Fitting(height, y), Fitting(width, x));
        var (front, top, left) = ((slices - depth) / 2, (height - rows) / 2, (width - columns) / 2);
        var fitted = new float[Shape[0] * Shape[1] * depth * rows * columns];
        for (var i = 0; i < fitted.Length; i++)
        {
            var (plane, row, column) = (i / (rows * columns), i / columns % rows, i % columns);
            var slice = plane / depth * slices + Reflection.Index(front + plane % depth, slices);
            fitted[i] = Samples[(slice * height + Reflection.Index(top + row, height)) * width + Reflection.Index(left + column, width)];
        }
        var shape = Shape.SetItem(Shape.Length - 2, rows).SetItem(Shape.Length - 1, columns);
        return new TestImage(fitted, IsVolume ? shape.SetItem(2, depth) : shape);
    }

    private bool IsVolume => Shape.Length > 4;

    private static int Fitting(int length, AxisConstraint axis) =>
        axis.Min + Math.Max(0, Math.Min(length, LargestSide) - axis.Min) / axis.Step * axis.Step;
}
