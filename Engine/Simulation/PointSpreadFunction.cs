using System.Numerics.Tensors;
using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>How a microscope images a point: weights with the sum 1 around a centre pixel.</summary>
public sealed class PointSpreadFunction
{
    private readonly GreyImage _weights;

    /// <param name="weights">Odd width and height, the centre in the middle, nothing negative, not all zero; they are scaled to the sum 1.</param>
    /// <exception cref="ArgumentException">The weights break one of these rules.</exception>
    public PointSpreadFunction(GreyImage weights)
    {
        if (weights.Width % 2 == 0 || weights.Height % 2 == 0)
            throw new ArgumentException($"a point spread function has an odd width and height; this one has {weights.Width} x {weights.Height}", nameof(weights));
        var sum = weights.Samples.Sum();
        if (!(sum > 0) || !double.IsFinite(sum) || weights.Samples.Any(weight => weight < 0))
            throw new ArgumentException("a point spread function has no negative weight and at least one positive", nameof(weights));
        _weights = weights.Select(weight => weight / sum);
    }

    /// <summary>A round Gaussian of standard deviation <paramref name="sigma"/> in pixels, cut at 4 sigma.</summary>
    public static PointSpreadFunction Gaussian(double sigma)
    {
        var kernel = GaussianFilter.Kernel(sigma, 4);
        var (radius, side) = (kernel.Length - 1, 2 * kernel.Length - 1);
        var weights = new GreyImage(side, side);
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x++)
            weights[x, y] = kernel[Math.Abs(x - radius)] * kernel[Math.Abs(y - radius)];
        return new PointSpreadFunction(weights);
    }

    /// <summary>The image as seen through this microscope; mirrored at its borders.</summary>
    public GreyImage Blur(GreyImage image) => Spread(image, _weights);

    /// <summary>The transposed blur: each weight at the opposite place.</summary>
    internal GreyImage BlurBackwards(GreyImage image)
    {
        var turned = (double[])_weights.Samples.Clone();
        Array.Reverse(turned);
        return Spread(image, new GreyImage(_weights.Width, _weights.Height, turned));
    }

    // Output row y gathers, for each weight (u, v), input row y - v shifted by u: whole rows at a time.
    private static GreyImage Spread(GreyImage image, GreyImage weights)
    {
        var (radiusX, radiusY) = (weights.Width / 2, weights.Height / 2);
        var result = new GreyImage(image.Width, image.Height);
        var padded = new double[image.Width + 2 * radiusX];
        for (var y = -radiusY; y < image.Height + radiusY; y++)
        {
            var row = image.Row(GaussianFilter.Mirror(y, image.Height));
            for (var x = 0; x < padded.Length; x++) padded[x] = row[GaussianFilter.Mirror(x - radiusX, image.Width)];
            for (var target = Math.Max(0, y - radiusY); target <= Math.Min(image.Height - 1, y + radiusY); target++)
            for (var u = -radiusX; u <= radiusX; u++)
                Add(result.Row(target), padded.AsSpan(radiusX - u, image.Width), weights[u + radiusX, target - y + radiusY]);
        }
        return result;
    }

    private static void Add(Span<double> target, ReadOnlySpan<double> row, double weight)
    {
        if (weight != 0) TensorPrimitives.MultiplyAdd(row, weight, target, target);
    }
}
