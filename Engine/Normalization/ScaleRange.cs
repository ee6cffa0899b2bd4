namespace FijiBridge.Engine.Normalization;

/// <summary>scale_range: (x - low) / (high - low + eps), where low and high are percentiles.</summary>
public sealed class ScaleRange(double minPercentile, double maxPercentile, double epsilon) : NormalizationScheme
{
    public override bool NeedsStatistics => true;

    public static NormalizationScheme Parse(ProcessingStep step)
    {
        var (low, high) = (step.Number("min_percentile", 0), step.Number("max_percentile", 100));
        if (low < 0 || high > 100 || low >= high)
            throw step.Bad($"scales from percentile {low} to {high}; 0 to 100 in ascending order are possible");
        return new ScaleRange(low, high, step.Number("eps", DefaultEpsilon));
    }

    public override IntensityMap Fit(IntensityDistribution channel)
    {
        var (low, high) = (channel.Percentile(minPercentile), channel.Percentile(maxPercentile));
        return new AffineMap(low, 1 / Divisor(high - low, epsilon));
    }
}
