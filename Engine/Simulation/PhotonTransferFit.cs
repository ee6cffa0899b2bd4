namespace FijiBridge.Engine.Simulation;

/// <summary>The straight line through bins of <see cref="NoiseSample"/>s: variance over level.</summary>
internal sealed class PhotonTransferFit
{
    private const int BinCount = 64;
    private const int SmallestBin = 200;
    private const int FewestSamples = 4 * SmallestBin;
    private const int Rounds = 8;
    private const double RoundingVariance = 1.0 / 12;

    // Structure and hot pixels lie in the tails: beyond 3 deviations they are cut, and what a normal law loses by the cut is given back.
    private const double Cut = 3;
    private const double KeptByNormalLaw = 0.973337;

    private readonly List<NoiseSample> _samples;

    /// <exception cref="ArgumentException">Too few samples.</exception>
    public PhotonTransferFit(IEnumerable<NoiseSample> samples)
    {
        _samples = [.. samples.OrderBy(sample => sample.Surroundings)];
        if (_samples.Count < FewestSamples)
            throw new ArgumentException($"{_samples.Count} usable pixels are too few to measure noise; {FewestSamples} are needed");
    }

    /// <exception cref="ArgumentException">The noise does not grow with brightness.</exception>
    public PhotonTransfer Fit()
    {
        var (slope, intercept) = (0.0, double.PositiveInfinity);
        var bins = Bins().ToList();
        for (var round = 0; round < Rounds; round++)
        {
            double Expected(double level) => Math.Max(slope * level + intercept, RoundingVariance);
            var points = bins.Select(bin => Point(bin, Expected)).ToList();
            (slope, intercept) = Line(points, round == 0 ? _ => 1 : Expected);
        }
        if (!(slope > 0)) throw new ArgumentException("the noise does not grow with brightness; gain cannot be estimated from these images");
        return new PhotonTransfer(slope, intercept, _samples[_samples.Count / 200].Surroundings);
    }

    // Bins of equal width hold bright structures apart; those with too few samples reach on.
    private IEnumerable<List<NoiseSample>> Bins()
    {
        var width = (_samples[^1].Surroundings - _samples[0].Surroundings) / BinCount;
        for (var (start, end) = (0, 0); start < _samples.Count; start = end)
        {
            var limit = _samples[start].Surroundings + width;
            while (end < _samples.Count && (_samples[end].Surroundings <= limit || end - start < SmallestBin)) end++;
            if (end - start >= SmallestBin) yield return _samples.GetRange(start, end - start);
        }
    }

    // The cut is by the variance expected for the surroundings: a cut by the pixel's own level would depend on its noise.
    private static (double Level, double Variance, int Count) Point(List<NoiseSample> bin, Func<double, double> expected)
    {
        var (squares, levels, kept) = (0.0, 0.0, 0);
        foreach (var sample in bin)
        {
            levels += sample.Level;
            if (sample.Noise * sample.Noise > Cut * Cut * expected(sample.Surroundings)) continue;
            squares += sample.Noise * sample.Noise;
            kept++;
        }
        var lost = double.IsPositiveInfinity(expected(0)) ? 1 : KeptByNormalLaw;
        return (levels / bin.Count, squares / Math.Max(kept, 1) / lost - RoundingVariance, bin.Count);
    }

    private static (double Slope, double Intercept) Line(List<(double Level, double Variance, int Count)> points, Func<double, double> expected)
    {
        double Weight((double Level, double Variance, int Count) point) => point.Count / (expected(point.Level) * expected(point.Level));
        var total = points.Sum(Weight);
        var (meanX, meanY) = (points.Sum(p => Weight(p) * p.Level) / total, points.Sum(p => Weight(p) * p.Variance) / total);
        var slope = points.Sum(p => Weight(p) * (p.Level - meanX) * (p.Variance - meanY)) / points.Sum(p => Weight(p) * (p.Level - meanX) * (p.Level - meanX));
        return (slope, meanY - slope * meanX);
    }
}
