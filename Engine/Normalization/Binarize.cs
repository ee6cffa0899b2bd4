namespace FijiBridge.Engine.Normalization;

/// <summary>binarize: 1 above the threshold, 0 elsewhere.</summary>
public sealed class Binarize(double threshold) : NormalizationScheme
{
    public static NormalizationScheme Parse(ProcessingStep step) => new Binarize(step.Number("threshold"));

    public override IntensityMap Fit(IntensityDistribution channel) => new OneWayMap(value => value > threshold ? 1 : 0);
}
