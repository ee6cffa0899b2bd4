using System.Numerics.Tensors;

namespace FijiBridge.Engine.Images;

/// <summary>
/// A separable Gaussian filter, sampled and normalised, with the image mirrored at its borders (the border pixel is repeated):
/// the same as <c>scipy.ndimage.gaussian_filter(mode="reflect")</c>.
/// </summary>
public static class GaussianFilter
{
    /// <param name="image">Any size; it is not changed.</param>
    /// <param name="sigma">Standard deviation in pixels; 0 or less returns a copy.</param>
    /// <param name="truncate">The kernel reaches this many standard deviations to each side, rounded to whole pixels.</param>
    public static GreyImage Apply(GreyImage image, double sigma, double truncate = 4)
    {
        if (sigma <= 0) return new GreyImage(image.Width, image.Height, (double[])image.Samples.Clone());
        var kernel = Kernel(sigma, truncate);
        return AlongColumns(AlongRows(image, kernel), kernel);
    }

    /// <summary>Weights from the centre outwards: <c>[0]</c> stands at distance 0; the whole kernel has the sum 1.</summary>
    internal static double[] Kernel(double sigma, double truncate)
    {
        var radius = (int)(truncate * sigma + 0.5);
        var kernel = new double[radius + 1];
        for (var d = 0; d <= radius; d++) kernel[d] = PortableMath.Exp(-0.5 * d * d / (sigma * sigma));
        var sum = 2 * kernel.Sum() - kernel[0];
        for (var d = 0; d <= radius; d++) kernel[d] /= sum;
        return kernel;
    }

    /// <summary>The index inside 0..size-1 that mirrors <paramref name="index"/> (d c b a | a b c d | d c b a).</summary>
    internal static int Mirror(int index, int size)
    {
        var period = 2 * size;
        var folded = ((index % period) + period) % period;
        return folded < size ? folded : period - 1 - folded;
    }

    // Whole rows are added, shifted, so that memory is read in order and several samples at a time.
    private static GreyImage AlongRows(GreyImage image, double[] kernel)
    {
        var radius = kernel.Length - 1;
        var result = new GreyImage(image.Width, image.Height);
        var padded = new double[image.Width + 2 * radius];
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(y);
            for (var x = 0; x < padded.Length; x++) padded[x] = row[Mirror(x - radius, image.Width)];
            for (var shift = -radius; shift <= radius; shift++)
                AddRow(result.Row(y), padded.AsSpan(radius + shift, image.Width), kernel[Math.Abs(shift)]);
        }
        return result;
    }

    private static GreyImage AlongColumns(GreyImage image, double[] kernel)
    {
        var radius = kernel.Length - 1;
        var result = new GreyImage(image.Width, image.Height);
        for (var y = 0; y < image.Height; y++)
        for (var shift = -radius; shift <= radius; shift++)
            AddRow(result.Row(y), image.Row(Mirror(y + shift, image.Height)), kernel[Math.Abs(shift)]);
        return result;
    }

    private static void AddRow(Span<double> target, ReadOnlySpan<double> row, double weight) =>
        TensorPrimitives.MultiplyAdd(row, weight, target, target);
}
