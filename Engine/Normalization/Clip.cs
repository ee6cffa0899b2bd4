namespace FijiBridge.Engine.Normalization;

/// <summary>
/// clip: values below the lower end become it, values above the upper end become that. Ends are values or percentiles; either may be
/// open.
/// </summary>
public sealed class Clip : NormalizationScheme
{
    private readonly (double? Value, double? Percentile) _min;
    private readonly (double? Value, double? Percentile) _max;

    private Clip((double? Value, double? Percentile) min, (double? Value, double? Percentile) max) => (_min, _max) = (min, max);

    public override bool NeedsStatistics => _min.Percentile is not null || _max.Percentile is not null;

    public override bool SetsUnits => false;

    public static NormalizationScheme Parse(ProcessingStep step)
    {
        var (min, max) = ((step.Optional("min"), step.Optional("min_percentile")), (step.Optional("max"), step.Optional("max_percentile")));
        if (min.Item1 > max.Item1 || min.Item2 > max.Item2) throw step.Bad("has its lower end above its upper end");
        return new Clip(min, max);
    }

    public override IntensityMap Fit(IntensityDistribution channel)
    {
        var (low, high) = (End(_min, double.NegativeInfinity, channel), End(_max, double.PositiveInfinity, channel));
        // With a value at one end and a percentile at the other they can cross; as in numpy the upper end then wins.
        return new OneWayMap(value => Math.Min(Math.Max(value, low), high));
    }

    private static double End((double? Value, double? Percentile) end, double open, IntensityDistribution channel) =>
        end.Value ?? (end.Percentile is { } percentile ? channel.Percentile(percentile) : open);
}
