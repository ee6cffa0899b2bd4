namespace FijiBridge.Engine.Normalization;

/// <summary>sigmoid: 1 / (1 + exp(-x)).</summary>
public sealed class Sigmoid : NormalizationScheme
{
    public override IntensityMap Fit(IntensityDistribution channel) => new OneWayMap(value => 1 / (1 + Math.Exp(-value)));
}
