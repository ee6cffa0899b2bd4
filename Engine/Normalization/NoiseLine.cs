namespace FijiBridge.Engine.Normalization;

/// <summary>
/// The straight line of variance over brightness under a cloud of blocks. Structure only ever adds variance, so each bin of brightness gives a
/// low quantile of its blocks, and bins above the line count less than those below it.
/// </summary>
internal static class NoiseLine
{
    private const int SmallestBin = 32;
    private const int MostBins = 32;
    private const int Rounds = 12;

    /// <summary>Of the blocks of a bin, this share is taken to have less structure than noise.</summary>
    private const double Share = 0.3;

    // That quantile of the variances of blocks of pure white noise, as a share of their mean.
    private const double QuantileOfWhiteNoise = 0.85;

    // Bins this far above the line, as a share of it, count half.
    private const double Tolerance = 0.25;

    // The darkest bin keeps at least this share of what was measured in it, however steep the line.
    private const double KeptInTheDark = 0.3;

    /// <returns>Gain 0 or more; both 0 when no block has any detail.</returns>
    public static (double Gain, double Intercept) Fit(IEnumerable<NoiseBlock> blocks)
    {
        // A block without any detail was cut off at the limit of the camera or file: it says nothing.
        var seen = blocks.Where(block => block.Variance > 0).OrderBy(block => block.Level).ToArray();
        if (seen.Length == 0) return (0, 0);
        var bins = Bins(seen);
        var (gain, intercept) = Line(bins, bin => 1 / (bin.Variance * bin.Variance));
        for (var round = 0; round < Rounds; round++)
        {
            var (g, i) = (gain, intercept);
            (gain, intercept) = Line(bins, bin => Weight(bin, Math.Max(g * bin.Level + i, 0.01 * bin.Variance)));
        }
        return (gain, intercept);
    }

    private static NoiseBlock[] Bins(NoiseBlock[] sorted)
    {
        var count = Math.Clamp(sorted.Length / SmallestBin, 1, MostBins);
        return [.. Enumerable.Range(0, count).Select(i => Bin(sorted[(int)((long)sorted.Length * i / count)..(int)((long)sorted.Length * (i + 1) / count)]))];
    }

    private static NoiseBlock Bin(NoiseBlock[] blocks) =>
        new(blocks.Average(block => block.Level), Quantile([.. blocks.Select(block => block.Variance)], Share) / QuantileOfWhiteNoise);

    public static double Quantile(double[] values, double share)
    {
        Array.Sort(values);
        return values[(int)(share * (values.Length - 1))];
    }

    private static double Weight(NoiseBlock bin, double expected)
    {
        var excess = Math.Max(0, bin.Variance / expected - 1) / Tolerance;
        return 1 / (expected * expected * (1 + excess * excess));
    }

    private static (double Gain, double Intercept) Line(NoiseBlock[] bins, Func<NoiseBlock, double> weight)
    {
        var weights = Array.ConvertAll(bins, bin => weight(bin));
        double Mean(Func<NoiseBlock, double> value) => bins.Zip(weights, (bin, w) => w * value(bin)).Sum() / weights.Sum();
        var (level, variance) = (Mean(bin => bin.Level), Mean(bin => bin.Variance));
        var spread = Mean(bin => (bin.Level - level) * (bin.Level - level));
        var gain = spread > 0 ? Math.Max(0, Mean(bin => (bin.Level - level) * (bin.Variance - variance)) / spread) : 0;
        if (level > bins[0].Level)
            gain = Math.Min(gain, Math.Max(0, (variance - KeptInTheDark * Math.Min(bins[0].Variance, variance)) / (level - bins[0].Level)));
        return (gain, variance - gain * level);
    }
}
