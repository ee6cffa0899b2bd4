using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training;

/// <summary>
/// The generalised Anscombe transform (Murtagh, Starck and Bijaoui 1995): after it, the noise of a camera has variance 1 at
/// every brightness.
/// </summary>
public static class GeneralizedAnscombe
{
    // Part of gain², below which the root is cut off: its slope would be infinite at 0.
    private const double Floor = 1e-3;

    /// <summary>2 / gain * √(gain * x + 3/8 gain² + read noise² - gain * offset).</summary>
    public static GraphValue Stabilize(GraphValue x, NoiseModel noise)
    {
        var constant = noise.Gain * noise.Gain * 3 / 8 + noise.ReadNoise * noise.ReadNoise - noise.Gain * noise.Offset;
        return (x * noise.Gain + constant).Max(Floor * noise.Gain * noise.Gain).Sqrt() * (2 / noise.Gain);
    }

    /// <summary>
    /// The closed form of the exact unbiased inverse (Mäkitalo and Foi 2013): from the mean of stabilised values to the
    /// mean of the values. The plain inverse would be too dark by up to an eighth of the gain and more.
    /// </summary>
    public static GraphValue Unbiased(GraphValue y, NoiseModel noise)
    {
        var relative = noise.ReadNoise / noise.Gain;
        var dark = 2 * Math.Sqrt(3.0 / 8 + relative * relative);
        var inverse = y.Graph.Scalar(1) / y.Max(dark);
        var square = inverse * inverse;
        var root = Math.Sqrt(1.5);
        var counts = y.Max(dark).Square() * 0.25 + inverse * (root / 4) - square * (11.0 / 8) + square * inverse * (root * 5 / 8);
        return (counts - (1.0 / 8 + relative * relative)) * noise.Gain + noise.Offset;
    }

    /// <summary>The plain inverse of <see cref="Stabilize"/>, for networks that learnt from targets without noise.</summary>
    public static GraphValue Algebraic(GraphValue y, NoiseModel noise)
    {
        var relative = noise.ReadNoise / noise.Gain;
        return (y.Max(0).Square() * 0.25 - (3.0 / 8 + relative * relative)) * noise.Gain + noise.Offset;
    }
}
