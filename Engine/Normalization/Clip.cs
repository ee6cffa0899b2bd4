namespace FijiBridge.Engine.Normalization;

/// <summary>clip: values below min become min, values above max become max; either end may be open.</summary>
public sealed class Clip(double min, double max) : NormalizationScheme
{
    public override bool SetsUnits => false;

    public static NormalizationScheme Parse(ProcessingStep step)
    {
        if (step.Arguments.Keys.FirstOrDefault(key => key.EndsWith("percentile", StringComparison.Ordinal)) is { } percentile)
            throw step.Bad($"clips at '{percentile}'; only 'min' and 'max' as values are possible");
        var (min, max) = (step.Number("min", double.NegativeInfinity), step.Number("max", double.PositiveInfinity));
        return min <= max ? new Clip(min, max) : throw step.Bad($"clips from {min} to {max}");
    }

    public override IntensityMap Fit(IntensityDistribution channel) => new OneWayMap(value => Math.Clamp(value, min, max));
}
