using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Metrics;

/// <summary>
/// The straight line gain * x + offset that brings the intensities of one image nearest to those of another (least squares).
/// Noise in the image that is mapped pulls the gain towards 0; so map the cleaner of the two where there is a choice.
/// </summary>
public readonly record struct AffineMatching(double Gain, double Offset)
{
    /// <summary>Leaves intensities as they are.</summary>
    public static AffineMatching Identity { get; } = new(1, 0);

    /// <param name="from">The image to be mapped.</param>
    /// <param name="to">The image to be met, of the same size.</param>
    /// <param name="mask">True for the pixels that count, <c>[y, x]</c>; null for all.</param>
    /// <returns>Gain 0 and the mean of <paramref name="to"/> when <paramref name="from"/> is constant.</returns>
    /// <exception cref="ArgumentException">The images differ in size.</exception>
    public static AffineMatching Fit(GreyImage from, GreyImage to, bool[]? mask = null)
    {
        GreyImage.RequireEqualSize(from, to);
        var (meanFrom, meanTo) = (Mean(from, mask), Mean(to, mask));
        var (covariance, variance) = (0.0, 0.0);
        for (var i = 0; i < from.Samples.Length; i++)
        {
            if (mask is not null && !mask[i]) continue;
            var deviation = from.Samples[i] - meanFrom;
            covariance += deviation * (to.Samples[i] - meanTo);
            variance += deviation * deviation;
        }
        var gain = variance > 0 ? covariance / variance : 0;
        return new AffineMatching(gain, meanTo - gain * meanFrom);
    }

    /// <summary>gain * x + offset of each sample.</summary>
    public GreyImage Apply(GreyImage image)
    {
        var (gain, offset) = (Gain, Offset);
        return image.Select(sample => gain * sample + offset);
    }

    private static double Mean(GreyImage image, bool[]? mask)
    {
        var (sum, count) = (0.0, 0L);
        for (var i = 0; i < image.Samples.Length; i++)
        {
            if (mask is not null && !mask[i]) continue;
            sum += image.Samples[i];
            count++;
        }
        return count > 0 ? sum / count : 0;
    }
}
