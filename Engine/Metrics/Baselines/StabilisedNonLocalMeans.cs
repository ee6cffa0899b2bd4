using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Metrics.Baselines;

/// <summary>
/// <see cref="NonLocalMeans"/> for a camera, whose noise grows with brightness: the image is taken through the generalised Anscombe transform
/// (Murtagh, Starck and Bijaoui 1995) of its own photon-transfer line, filtered where its noise is 1 everywhere, and brought back without bias
/// (Maekitalo and Foi 2013). With one noise for the whole image, bright structures would hardly be touched.
/// </summary>
public static class StabilisedNonLocalMeans
{
    /// <summary>The restored image; images whose noise does not grow with brightness are filtered as they are.</summary>
    public static GreyImage Apply(GreyImage noisy)
    {
        if (Line(noisy) is not { } line) return NonLocalMeans.Apply(noisy);
        var (gain, dark) = (line.Gain, line.ZeroVarianceLevel);
        var stabilised = noisy.Select(counts => 2 * Math.Sqrt(Math.Max((counts - dark) / gain + 3.0 / 8, 0)));
        var restored = NonLocalMeans.Apply(stabilised, new NonLocalMeansOptions { Noise = 1 });
        return restored.Select(value => dark + gain * Unbiased(value));
    }

    private static PhotonTransfer? Line(GreyImage noisy)
    {
        try
        {
            return PhotonTransfer.FromImages([noisy]);
        }
        catch (ArgumentException)
        {
            // Too few pixels, or white noise: there is nothing to stabilise.
            return null;
        }
    }

    // From the mean of stabilised photon counts to their own mean, in the closed form.
    private static double Unbiased(double value)
    {
        var y = Math.Max(value, 2 * Math.Sqrt(3.0 / 8));
        return y * y / 4 + Math.Sqrt(1.5) / (4 * y) - 11 / (8 * y * y) + 5 * Math.Sqrt(1.5) / (8 * y * y * y) - 1.0 / 8;
    }
}
