namespace FijiBridge.Engine.Normalization;

/// <summary>scale_linear: gain * x + offset.</summary>
public sealed class ScaleLinear(double gain, double offset) : NormalizationScheme
{
    public static NormalizationScheme Parse(ProcessingStep step)
    {
        var gain = step.Number("gain", 1);
        return gain != 0 ? new ScaleLinear(gain, step.Number("offset", 0)) : throw step.Bad("multiplies by zero");
    }

    public override IntensityMap Fit(IntensityDistribution channel) => new AffineMap(-offset / gain, gain);
}
