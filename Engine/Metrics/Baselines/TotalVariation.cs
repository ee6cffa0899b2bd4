using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Metrics.Baselines;

/// <summary>
/// The image nearest to the given one whose total variation is small: minimises |gradient| + |u - image|^2 / (2 weight) by the dual
/// projection of Chambolle (2004), with the stopping rule of scikit-image's <c>denoise_tv_chambolle</c>.
/// </summary>
public static class TotalVariation
{
    private const double Step = 0.25;

    /// <param name="image">Any size; it is not changed.</param>
    /// <param name="weight">In intensity units: about the noise's standard deviation; more is smoother.</param>
    /// <param name="tolerance">Stops when the energy changes by less than this share of its first value.</param>
    /// <param name="iterations">At most so many.</param>
    public static GreyImage Apply(GreyImage image, double weight, double tolerance = 2e-4, int iterations = 200)
    {
        var (alongX, alongY) = (new GreyImage(image.Width, image.Height), new GreyImage(image.Width, image.Height));
        var result = new GreyImage(image.Width, image.Height, (double[])image.Samples.Clone());
        var (first, previous) = (0.0, 0.0);
        for (var i = 0; i < iterations; i++)
        {
            var distance = i == 0 ? 0 : Update(image, alongX, alongY, result);
            var energy = (distance + weight * Ascend(result, alongX, alongY, weight)) / image.Samples.Length;
            if (i == 0) first = energy;
            else if (Math.Abs(previous - energy) < tolerance * first) break;
            previous = energy;
        }
        return result;
    }

    // result = image + divergence of the dual field; returns the squared distance between the two.
    private static double Update(GreyImage image, GreyImage alongX, GreyImage alongY, GreyImage result)
    {
        var distance = 0.0;
        for (var y = 0; y < image.Height; y++)
        for (var x = 0; x < image.Width; x++)
        {
            var divergence = -alongX[x, y] - alongY[x, y];
            if (x > 0) divergence += alongX[x - 1, y];
            if (y > 0) divergence += alongY[x, y - 1];
            result[x, y] = image[x, y] + divergence;
            distance += divergence * divergence;
        }
        return distance;
    }

    // One projected step of the dual field along the gradient of the result; returns the total variation.
    private static double Ascend(GreyImage result, GreyImage alongX, GreyImage alongY, double weight)
    {
        var variation = 0.0;
        for (var y = 0; y < result.Height; y++)
        for (var x = 0; x < result.Width; x++)
        {
            var dx = x + 1 < result.Width ? result[x + 1, y] - result[x, y] : 0;
            var dy = y + 1 < result.Height ? result[x, y + 1] - result[x, y] : 0;
            var norm = Math.Sqrt(dx * dx + dy * dy);
            variation += norm;
            var shrink = 1 + Step * norm / weight;
            alongX[x, y] = (alongX[x, y] - Step * dx) / shrink;
            alongY[x, y] = (alongY[x, y] - Step * dy) / shrink;
        }
        return variation;
    }
}
