using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Metrics.Baselines;

/// <summary>How far and how strictly <see cref="NonLocalMeans"/> looks for alike places.</summary>
public sealed record NonLocalMeansOptions
{
    /// <summary>Side of the compared patches, odd, in pixels.</summary>
    public int PatchSide { get; init; } = 5;

    /// <summary>Farthest shift between two patches, in pixels along each axis; time grows with its square.</summary>
    public int Reach { get; init; } = 6;

    /// <summary>Standard deviation of the noise in intensity units; null to estimate it by <see cref="NoiseLevel"/>.</summary>
    public double? Noise { get; init; }

    /// <summary>The decay of weights with distance, as a multiple of the noise.</summary>
    public double Strength { get; init; } = 0.8;
}

/// <summary>
/// Non-local means (Buades, Coll and Morel 2005): each pixel becomes the mean of those whose surroundings look alike. Patch distances come
/// from running sums for one shift at a time (Darbon and others 2008), less twice the variance of the noise, as scikit-image's fast mode.
/// </summary>
public static class NonLocalMeans
{
    /// <summary>Weights below exp(-5) are left out, as in scikit-image: 0.7 % of the pixel's own.</summary>
    private const double Farthest = 5;

    /// <returns>The restored image; the image itself if it is free of noise.</returns>
    public static GreyImage Apply(GreyImage image, NonLocalMeansOptions? options = null)
    {
        options ??= new NonLocalMeansOptions();
        var noise = options.Noise ?? NoiseLevel.Estimate(image);
        if (!(noise > 0)) return image;
        var border = options.PatchSide / 2 + options.Reach;
        var padded = Pad(image, border);
        var (sum, weights) = (new GreyImage(image.Width, image.Height), new GreyImage(image.Width, image.Height));
        for (var v = -options.Reach; v <= options.Reach; v++)
        for (var u = -options.Reach; u <= options.Reach; u++)
            AddShift(padded, border, (u, v), options.PatchSide / 2, noise, options.Strength * noise, sum, weights);
        for (var i = 0; i < sum.Samples.Length; i++) sum.Samples[i] /= weights.Samples[i];
        return sum;
    }

    private static void AddShift(
        GreyImage padded, int border, (int U, int V) shift, int radius, double noise, double decay, GreyImage sum, GreyImage weights)
    {
        var totals = SquaredDifferences(padded, border - radius, shift, (sum.Width + 2 * radius, sum.Height + 2 * radius));
        var (side, scale) = (2 * radius + 1, 1 / (decay * decay * (2 * radius + 1) * (2 * radius + 1)));
        var expected = 2 * noise * noise * side * side;
        for (var y = 0; y < sum.Height; y++)
        for (var x = 0; x < sum.Width; x++)
        {
            var distance = totals[x + side, y + side] - totals[x, y + side] - totals[x + side, y] + totals[x, y];
            var scaled = Math.Max(distance - expected, 0) * scale;
            if (scaled > Farthest) continue;
            var weight = Math.Exp(-scaled);
            sum[x, y] += weight * padded[x + border + shift.U, y + border + shift.V];
            weights[x, y] += weight;
        }
    }

    // Running sums from the upper left corner; the sum over any rectangle is four of them.
    private static GreyImage SquaredDifferences(GreyImage padded, int origin, (int U, int V) shift, (int Width, int Height) size)
    {
        var totals = new GreyImage(size.Width + 1, size.Height + 1);
        for (var y = 0; y < size.Height; y++)
        {
            var here = padded.Row(y + origin)[origin..];
            var there = padded.Row(y + origin + shift.V)[(origin + shift.U)..];
            var above = totals.Row(y);
            var row = totals.Row(y + 1);
            var running = 0.0;
            for (var x = 0; x < size.Width; x++)
            {
                var difference = here[x] - there[x];
                running += difference * difference;
                row[x + 1] = above[x + 1] + running;
            }
        }
        return totals;
    }

    private static GreyImage Pad(GreyImage image, int border)
    {
        var padded = new GreyImage(image.Width + 2 * border, image.Height + 2 * border);
        for (var y = 0; y < padded.Height; y++)
        for (var x = 0; x < padded.Width; x++)
            padded[x, y] = image[GaussianFilter.Mirror(x - border, image.Width), GaussianFilter.Mirror(y - border, image.Height)];
        return padded;
    }
}
