namespace FijiBridge.Engine.Normalization;

/// <summary>How the intensities of one channel of a whole stack are distributed: distinct values and how often each occurs.</summary>
public sealed class IntensityDistribution
{
    private readonly double[] _values;
    private readonly double[] _cumulative;

    /// <summary>
    /// Counts need not be whole; values need not be sorted. Without moments, mean and deviation are computed from the counts.
    /// </summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public IntensityDistribution(double[] values, double[] counts, (double Mean, double StandardDeviation)? moments = null)
    {
        if (values.Length == 0 || values.Length != counts.Length)
            throw new ArgumentException("values and counts must be as many, and at least one", nameof(values));
        (_values, _cumulative) = ((double[])values.Clone(), (double[])counts.Clone());
        Array.Sort(_values, _cumulative);
        (Mean, StandardDeviation) = moments ?? Moments(_values, _cumulative);
        for (var i = 1; i < _cumulative.Length; i++) _cumulative[i] += _cumulative[i - 1];
    }

    public double Count => _cumulative[^1];

    public double Mean { get; }

    /// <summary>Square root of the population variance (divided by the count).</summary>
    public double StandardDeviation { get; }

    public double Min => _values[0];

    public double Max => _values[^1];

    /// <summary>
    /// The value below which <paramref name="percent"/> (0 to 100) of the samples lie, interpolated linearly as numpy's default.
    /// </summary>
    public double Percentile(double percent)
    {
        if (percent <= 0) return Min;
        if (percent >= 100) return Max;
        var rank = percent / 100 * (Count - 1);
        var (low, high) = (At(Math.Floor(rank)), At(Math.Ceiling(rank)));
        return low + (high - low) * (rank - Math.Floor(rank));
    }

    /// <summary>Most is bright, and the darkest lies much farther from the median than the brightest: structures in transmitted light, not those that shine.</summary>
    public bool IsDarkOnBright => Percentile(50) - Percentile(1) > Skewed * (Percentile(99) - Percentile(50));

    /// <summary>The distribution after every intensity has been changed by <paramref name="map"/>.</summary>
    public IntensityDistribution Map(IntensityMap map)
    {
        var values = (double[])_values.Clone();
        map.Apply(values);
        (double, double)? moments = map is AffineMap affine
            ? ((Mean - affine.Shift) * affine.Gain, StandardDeviation * Math.Abs(affine.Gain))
            : null;
        return new IntensityDistribution(values, Counts(), moments);
    }

    /// <summary>
    /// The percentiles 0.1 and 99.9, each moved outwards by a multiple of their distance: nothing but hot pixels and single, much brighter objects lies beyond. Where the two percentiles are one value, nothing is known, and nothing lies beyond.
    /// </summary>
    public (double Least, double Most) Reach(double multiple)
    {
        var (low, high) = (Percentile(0.1), Percentile(99.9));
        return high > low ? (low - multiple * (high - low), high + multiple * (high - low)) : (double.NegativeInfinity, double.PositiveInfinity);
    }

    public bool LiesWithin((double Least, double Most) limits) => Min >= limits.Least && Max <= limits.Most;

    /// <summary>The distribution after all beyond the limits has been moved to them.</summary>
    public IntensityDistribution Within((double Least, double Most) limits) => LiesWithin(limits)
        ? this
        : new IntensityDistribution(Array.ConvertAll(_values, value => Math.Clamp(value, limits.Least, limits.Most)), Counts());

    /// <summary>
    /// The share of the samples that have exactly this value, the smallest or the largest, and how the others are distributed, where these are many and all far
    /// away: what stands for "nothing was recorded here" around a mask, beside a shifted image or between the tiles of a mosaic, or for a pixel that is stuck.
    /// Null otherwise. Photons are not meant: between 0 and 1 of them is no more room than between others.
    /// </summary>
    public (double Share, IntensityDistribution Others)? Apart(double value)
    {
        var others = _values.Zip(Counts()).Where(each => each.First != value && each.Second > 0).ToList();
        var steps = others.Zip(others.Skip(1), (a, b) => b.First - a.First).Where(step => step > 0).ToList();
        if (steps.Count < FewestSteps) return null;
        var rest = new IntensityDistribution([.. others.Select(each => each.First)], [.. others.Select(each => each.Second)]);
        var (low, high, share) = (rest.Percentile(0.1), rest.Percentile(99.9), 1 - rest.Count / Count);
        // Far from all others, or from a background that is much narrower than what lies on it. Single photons are none: they have few values.
        var isBelow = value < low;
        var (edge, nearest) = isBelow ? (low, rest.Percentile(Nearest)) : (high, rest.Percentile(100 - Nearest));
        var gap = isBelow ? edge - value : value - edge;
        var values = others.Count(each => isBelow ? each.First <= nearest : each.First >= nearest);
        var far = gap > WidestPart * (high - low) || (values > FewestSteps && gap > TimesNearest * Math.Abs(nearest - edge));
        return share is > LeastShare and < MostShare && far && gap > MostSteps * steps.Min() ? (share, rest) : null;
    }

    /// <summary>The darkest samples, as many as their deviation is not more than that of all divided by <paramref name="times"/>; null where these are a smaller share of them.</summary>
    public IntensityDistribution? DimPart(double times, double leastShare)
    {
        var (counts, end) = (Counts(), 0);
        var (count, mean, squares) = (0.0, 0.0, 0.0);
        for (var i = 0; i < counts.Length - 1; i++)
        {
            if (counts[i] <= 0) continue;
            count += counts[i];
            var step = _values[i] - mean;
            mean += step * counts[i] / count;
            squares += step * (_values[i] - mean) * counts[i];
            if (count >= leastShare * Count && times * Math.Sqrt(squares / count) <= StandardDeviation) end = i + 1;
        }
        return end == 0 ? null : new IntensityDistribution(_values[..end], counts[..end]);
    }

    private const double Skewed = 4;

    // Between distinct values beside it; the share of samples that may have it; its distance from the others in parts of their range, or in widths of the fifth of
    // them that is nearest, and in steps of the recording.
    private const int FewestSteps = 7;
    private const double LeastShare = 0.001, MostShare = 0.98, WidestPart = 0.2, Nearest = 20, TimesNearest = 3, MostSteps = 8;

    private double[] Counts() => [.. _cumulative.Select((count, i) => i == 0 ? count : count - _cumulative[i - 1])];

    private double At(double rank)
    {
        var index = Array.BinarySearch(_cumulative, rank);
        return _values[Math.Min(index >= 0 ? index + 1 : ~index, _values.Length - 1)];
    }

    private static (double Mean, double StandardDeviation) Moments(double[] values, double[] counts)
    {
        var (total, sum, squares) = (counts.Sum(), 0.0, 0.0);
        for (var i = 0; i < values.Length; i++) sum += values[i] * counts[i];
        var mean = sum / total;
        for (var i = 0; i < values.Length; i++) squares += (values[i] - mean) * (values[i] - mean) * counts[i];
        return (mean, Math.Sqrt(squares / total));
    }
}
