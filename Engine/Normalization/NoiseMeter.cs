using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Normalization;

/// <summary>
/// Measures the noise of one channel from its images. At full size it sees the noise that differs between neighbours; in images binned by two
/// and by four, noise that neighbours share. White noise loses its variance by 4 and by 16 in these; what is there beyond is correlated. Structures of a few
/// pixels look like correlated noise, but not in all places alike: what is in the quietest places too is taken for noise.
/// </summary>
public sealed class NoiseMeter
{
    // Blocks whose fine detail is compared with their finest, how the one stands to the other in the quietest of pure white noise, and beyond which multiple of that the noise is no longer white.
    private const double Quiet = 0.2, OfWhiteNoise = 1.11, Correlated = 1.3;

    // Detail below this share of the level of nearly the brightest block is what computing in single precision leaves; hot pixels do not count.
    private const double Rounding = 1e-6, Bright = 0.99;

    private readonly List<NoiseBlock> _full = [], _binned2 = [], _binned4 = [];

    /// <summary>Adds an image, or a part of one, in which NaN stands for pixels that do not count; those of less than 10 x 10 pixels say nothing.</summary>
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
        IEnumerable<NoiseBlock> Detailed(List<NoiseBlock> blocks) => blocks.Where(block => block.Fine > least);
        var full = Detailed(_full).ToList();
        var (detail, (gain, intercept)) = Line(full);
        if (gain == 0 && intercept == 0) return ChannelNoise.None;
        var hidden = Excess(Detailed(_binned2), 4, detail, gain, intercept) / 4 + Excess(Detailed(_binned4), 16, detail, gain, intercept) / 16;
        return new ChannelNoise(gain * (1 + hidden), intercept * (1 + hidden), hidden / (1 + hidden));
    }

    // Structures have least of the finest detail, by which white noise is known best. Correlated noise has little of it, too: then the fine one tells more.
    private static (NoiseDetail Detail, (double Gain, double Intercept)) Line(List<NoiseBlock> blocks)
    {
        var (gain, intercept) = NoiseLine.Fit(blocks, NoiseDetail.Finest);
        double At(NoiseBlock block) => gain * block.Level + intercept;
        var quiet = blocks.Where(block => At(block) > 0).OrderBy(block => block.Fine / At(block)).ToArray();
        quiet = quiet[..(int)Math.Ceiling(Quiet * quiet.Length)];
        if (quiet.Length == 0) return (NoiseDetail.Finest, (gain, intercept));
        var more = Math.Max(1, quiet.Sum(block => block.Fine / At(block)) / quiet.Sum(block => block.Finest / At(block)) / OfWhiteNoise);
        return more > Correlated ? (NoiseDetail.Fine, NoiseLine.Fit(blocks, NoiseDetail.Fine)) : (NoiseDetail.Finest, (more * gain, more * intercept));
    }

    // By how much the quietest blocks of a binned image surpass white noise of the same line, as a multiple of it.
    private static double Excess(IEnumerable<NoiseBlock> blocks, int pixels, NoiseDetail detail, double gain, double intercept)
    {
        var ratios = blocks.Where(block => gain * block.Level + intercept > 0)
            .Select(block => pixels * detail.Of(block) / (gain * block.Level + intercept)).ToArray();
        return ratios.Length == 0 ? 0 : Math.Max(0, NoiseLine.Quantile(ratios, detail.Quietest) / detail.Lowest - 1);
    }
}
