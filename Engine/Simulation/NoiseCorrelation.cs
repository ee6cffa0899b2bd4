using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>Makes white noise correlated between neighbours: the noise alone is filtered, by weights whose squares have the sum 1.</summary>
internal static class NoiseCorrelation
{
    /// <param name="expected">The signal without noise.</param>
    /// <param name="noisy">The signal with white noise.</param>
    /// <param name="sigma">Standard deviation of the Gaussian weights, in pixels; above 0.</param>
    public static GreyImage Apply(GreyImage expected, GreyImage noisy, double sigma)
    {
        var noise = new GreyImage(expected.Width, expected.Height);
        for (var i = 0; i < noise.Samples.Length; i++) noise.Samples[i] = noisy.Samples[i] - expected.Samples[i];
        var (filtered, strength) = (GaussianFilter.Apply(noise, sigma), 1 / Energy(sigma));
        for (var i = 0; i < noise.Samples.Length; i++) noise.Samples[i] = expected.Samples[i] + strength * filtered.Samples[i];
        return noise;
    }

    // The filter is separable: the root of the sum of squares of its weights is the sum of squares along one axis.
    private static double Energy(double sigma)
    {
        var kernel = GaussianFilter.Kernel(sigma, 4);
        return 2 * kernel.Sum(weight => weight * weight) - kernel[0] * kernel[0];
    }
}
