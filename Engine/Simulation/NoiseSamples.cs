using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>One pixel as the photon-transfer line sees it.</summary>
/// <param name="Surroundings">Mean of the pixels around it, without those whose noise is in the other two: chooses the bin.</param>
/// <param name="Level">Mean of the pixels that its noise comes from.</param>
/// <param name="Noise">A number of mean 0 whose variance is that of a pixel at this level.</param>
internal readonly record struct NoiseSample(double Surroundings, double Level, double Noise);

/// <summary>
/// Turns images into noise samples. A bin chosen by the pixel's own noisy value would pull the line down (noise in both coordinates); chosen by
/// its surroundings, whose noise is another, bin means of level and variance lie on the line without bias.
/// </summary>
internal static class NoiseSamples
{
    private const double Sigma = 1.5;
    private const int Border = 1;

    /// <summary>From the difference of two recordings of one scene; pixels at the limits of the range do not count.</summary>
    public static IEnumerable<NoiseSample> OfPair(GreyImage first, GreyImage second)
    {
        GreyImage.RequireEqualSize(first, second);
        var mean = new GreyImage(first.Width, first.Height);
        for (var i = 0; i < mean.Samples.Length; i++) mean.Samples[i] = (first.Samples[i] + second.Samples[i]) / 2;
        var (smooth, kernel) = (GaussianFilter.Apply(mean, Sigma), GaussianFilter.Kernel(Sigma, 4));
        var white = Math.Max(first.Samples.Max(), second.Samples.Max());
        var own = kernel[0] * kernel[0];
        for (var i = 0; i < mean.Samples.Length; i++)
        {
            var (a, b) = (first.Samples[i], second.Samples[i]);
            if (Usable(a, white) && Usable(b, white))
                yield return new NoiseSample((smooth.Samples[i] - own * mean.Samples[i]) / (1 - own), mean.Samples[i], (a - b) / Math.Sqrt(2));
        }
    }

    /// <summary>From the finest detail of one image, which no slope and no straight edge along the axes passes.</summary>
    public static IEnumerable<NoiseSample> OfImage(GreyImage image)
    {
        var (smooth, kernel) = (GaussianFilter.Apply(image, Sigma), GaussianFilter.Kernel(Sigma, 4));
        var white = image.Samples.Max();
        for (var y = Border; y < image.Height - Border; y++)
        for (var x = Border; x < image.Width - Border; x++)
        {
            if (!Usable(image[x, y], white)) continue;
            var (own, taken) = (Weigh(image, x, y, kernel[0], kernel[1]), Square(kernel[0] + 2 * kernel[1]));
            yield return new NoiseSample(
                (smooth[x, y] - own) / (1 - taken), Weigh(image, x, y, 4.0 / 6, 1.0 / 6), NoiseLevel.FinestDetail(image, x, y));
        }
    }

    // The sum over 3 x 3 pixels of products of the weights of row and column; with 4/6 and 1/6 the squares of the weights of the finest detail.
    private static double Weigh(GreyImage image, int x, int y, double centre, double side)
    {
        double Row(int row) => side * (image[x - 1, row] + image[x + 1, row]) + centre * image[x, row];
        return side * (Row(y - 1) + Row(y + 1)) + centre * Row(y);
    }

    private static bool Usable(double counts, double white) => counts > 0 && counts < white;

    private static double Square(double x) => x * x;
}
