using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Metrics;

/// <summary>Root mean squared error divided by the root mean square of the reference (scikit-image's "euclidean" normalisation).</summary>
public static class Nrmse
{
    /// <returns>0 for equal images; positive infinity or NaN when the reference is black.</returns>
    /// <exception cref="ArgumentException">The images differ in size.</exception>
    public static double Compute(GreyImage reference, GreyImage image)
    {
        var power = 0.0;
        foreach (var sample in reference.Samples) power += sample * sample;
        return Math.Sqrt(Psnr.MeanSquaredError(reference, image) / (power / reference.Samples.Length));
    }
}
