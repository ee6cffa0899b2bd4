namespace FijiBridge.Engine.Normalization;

/// <summary>fixed_zero_mean_unit_variance: (x - mean) / std with the figures of the description.</summary>
public sealed class FixedZeroMeanUnitVariance(double mean, double deviation) : NormalizationScheme
{
    public static NormalizationScheme Parse(ProcessingStep step)
    {
        var deviation = step.Number("std");
        return deviation > 0
            ? new FixedZeroMeanUnitVariance(step.Number("mean"), deviation)
            : throw step.Bad($"divides by a standard deviation of {deviation}");
    }

    public override IntensityMap Fit(IntensityDistribution channel) => new AffineMap(mean, 1 / deviation);
}
