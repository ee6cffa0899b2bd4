using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Normalization;

/// <summary>
/// Measures the noise of one channel from its images. At full size it sees the noise that differs between neighbours; in images binned by two
/// and by four, noise that neighbours share. White noise loses its variance by 4 and by 16 in these; what is there beyond is correlated.
/// </summary>
public sealed class NoiseMeter
{
    private const double Share = 0.15;

    // That quantile of the variances of blocks of pure white noise, as a share of their mean.
    private const double QuantileOfWhiteNoise = 0.742;

    // Detail below this share of the level of nearly the brightest block is what computing in single precision leaves; hot pixels do not count.
    private const double Rounding = 1e-6, Bright = 0.99;

    private readonly List<NoiseBlock> _full = [], _binned2 = [], _binned4 = [];

    /// <summary>Adds an image, or a part of one, in which NaN stands for pixels that do not count; those of less than 9 x 9 pixels say nothing.</summary>
    public void Add(GreyImage image)
    {
        NoiseBlocks.AddTo(_full, image, NoiseBlocks.Side);
        if (Math.Min(image.Width, image.Height) < 4) return;
        NoiseBlocks.AddTo(_binned2, Downsampling.Bin(image, 2), NoiseBlocks.Side / 2);
        NoiseBlocks.AddTo(_binned4, Downsampling.Bin(image, 4), NoiseBlocks.Side / 2);
    }

    /// <summary>Nothing was added that could show noise: it is not known.</summary>
    public bool IsBlind => _full.Count == 0;

    /// <summary>What was found; <see cref="ChannelNoise.None"/> when nothing was added that shows any noise.</summary>
    public ChannelNoise Complete()
    {
        var least = _full.Count == 0 ? 0 : Math.Pow(Rounding * NoiseLine.Quantile([.. _full.Select(block => Math.Abs(block.Level))], Bright), 2);
        // A block without any detail was cut off at the limit of the camera or file, or has caught no photon: it says nothing.
        IEnumerable<NoiseBlock> Detailed(List<NoiseBlock> blocks) => blocks.Where(block => block.Variance > least);
        var (gain, intercept) = NoiseLine.Fit(Detailed(_full));
        if (gain == 0 && intercept == 0) return ChannelNoise.None;
        var hidden = Excess(Detailed(_binned2), 4, gain, intercept) / 4 + Excess(Detailed(_binned4), 16, gain, intercept) / 16;
        return new ChannelNoise(gain * (1 + hidden), intercept * (1 + hidden), hidden / (1 + hidden));
    }

    // By how much the quietest blocks of a binned image surpass white noise of the same line, as a multiple of it.
    private static double Excess(IEnumerable<NoiseBlock> blocks, int pixels, double gain, double intercept)
    {
        var ratios = blocks.Where(block => gain * block.Level + intercept > 0)
            .Select(block => pixels * block.Variance / (gain * block.Level + intercept)).ToArray();
        return ratios.Length == 0 ? 0 : Math.Max(0, NoiseLine.Quantile(ratios, Share) / QuantileOfWhiteNoise - 1);
    }
}
