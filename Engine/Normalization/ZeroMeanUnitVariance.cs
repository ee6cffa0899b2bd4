namespace FijiBridge.Engine.Normalization;

/// <summary>
/// zero_mean_unit_variance: (x - mean) / (standard deviation + eps). With mode "fixed" (0.4) the figures are the description's.
/// </summary>
public sealed class ZeroMeanUnitVariance(double epsilon) : NormalizationScheme
{
    public override bool NeedsStatistics => true;

    public static NormalizationScheme Parse(ProcessingStep step) => step.Word("mode", "per_sample") == "fixed"
        ? FixedZeroMeanUnitVariance.Parse(step)
        : new ZeroMeanUnitVariance(step.Number("eps", DefaultEpsilon));

    public override IntensityMap Fit(IntensityDistribution channel) =>
        new AffineMap(channel.Mean, 1 / Divisor(channel.StandardDeviation, epsilon));
}
