namespace FijiBridge.Engine.Normalization;

/// <summary>
/// The straight line of variance over brightness under a cloud of blocks. Structure only ever adds variance, so each bin of brightness gives a
/// low quantile of its blocks, and bins whose blocks differ by more than noise makes them differ count less: they have structure, or only some of their blocks
/// have caught a photon.
/// </summary>
internal static class NoiseLine
{
    private const int SmallestBin = 32;
    private const int MostBins = 32;
    private const int Rounds = 12;

    /// <summary>Of the blocks of a bin, this share is taken to have less structure than noise.</summary>
    private const double Share = 0.3;

    // The darkest bin keeps at least this share of what was measured in it, however steep the line.
    private const double KeptInTheDark = 0.3;

    private readonly record struct Bin(double Level, double Variance, double MeanOfBlocks);

    /// <param name="blocks">Only those that have any detail.</param>
    /// <param name="detail">By which the variance is known.</param>
    /// <returns>Gain 0 or more; both 0 without blocks.</returns>
    public static (double Gain, double Intercept) Fit(IEnumerable<NoiseBlock> blocks, NoiseDetail detail)
    {
        var sorted = blocks.OrderBy(block => block.Level).ToArray();
        if (sorted.Length == 0) return (0, 0);
        var bins = Bins(sorted, detail);
        var (gain, intercept) = Line(bins, bin => Uncertainty(bin, bin.Variance));
        for (var round = 0; round < Rounds; round++)
        {
            var (g, i) = (gain, intercept);
            (gain, intercept) = Line(bins, bin => Uncertainty(bin, g * bin.Level + i));
        }
        return (gain, intercept);
    }

    private static Bin[] Bins(NoiseBlock[] sorted, NoiseDetail detail)
    {
        var count = Math.Clamp(sorted.Length / SmallestBin, 1, MostBins);
        return [.. Enumerable.Range(0, count).Select(i => BinOf(sorted[(int)((long)sorted.Length * i / count)..(int)((long)sorted.Length * (i + 1) / count)], detail))];
    }

    private static Bin BinOf(NoiseBlock[] blocks, NoiseDetail detail)
    {
        var variances = Array.ConvertAll(blocks, block => detail.Of(block));
        return new Bin(blocks.Average(block => block.Level), Quantile(variances, Share) / detail.Low, variances.Average());
    }

    public static double Quantile(double[] values, double share)
    {
        Array.Sort(values);
        return values[(int)(share * (values.Length - 1))];
    }

    // A quantile is as uncertain as the noise is strong; the more so, the farther it lies below the mean, from which noise alone does not keep it.
    private static double Uncertainty(Bin bin, double expected) => Math.Max(expected, bin.MeanOfBlocks) * Math.Max(1, bin.MeanOfBlocks / bin.Variance);

    private static (double Gain, double Intercept) Line(Bin[] bins, Func<Bin, double> uncertainty)
    {
        var weights = Array.ConvertAll(bins, bin => 1 / Math.Pow(uncertainty(bin), 2));
        double Mean(Func<Bin, double> value) => bins.Zip(weights, (bin, w) => w * value(bin)).Sum() / weights.Sum();
        var (level, variance) = (Mean(bin => bin.Level), Mean(bin => bin.Variance));
        var spread = Mean(bin => (bin.Level - level) * (bin.Level - level));
        var gain = spread > 0 ? Math.Max(0, Mean(bin => (bin.Level - level) * (bin.Variance - variance)) / spread) : 0;
        if (level > bins[0].Level)
            gain = Math.Min(gain, Math.Max(0, (variance - KeptInTheDark * Math.Min(bins[0].Variance, variance)) / (level - bins[0].Level)));
        return (gain, variance - gain * level);
    }
}
