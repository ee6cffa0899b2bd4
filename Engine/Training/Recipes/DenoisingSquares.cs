using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>
/// Makes the squares that the recipes for denoising learn from: each number its own, the same every time. Their targets are noiseless, or other recordings of
/// the same that are as noisy as what is to be restored (Noise2Noise: Lehtinen et al. 2018, arXiv 1803.04189).
/// </summary>
internal sealed class DenoisingSquares
{
    private const double Recorded = 0.55;

    private readonly long _seed;
    private readonly Dictionary<string, RecordedPair[]> _pairs;
    private readonly CleanSignals _clean;
    private readonly bool _noisyTargets;

    public DenoisingSquares(RecipeImages images, long seed, bool noisyTargets = false)
    {
        (_seed, _noisyTargets) = (seed, noisyTargets);
        // Where an average was cut off, another recording cannot be made from it.
        _pairs = images.Pairs.Where(pair => !noisyTargets || double.IsNegativeInfinity(pair.Cut)).GroupBy(pair => pair.Source).ToDictionary(group => group.Key, group => group.ToArray());
        _clean = new CleanSignals(images.Clean);
    }

    public LearningSquare this[long number]
    {
        get
        {
            // What the second recording draws leaves the square as it would be without it.
            var (random, again) = (new RandomSource(_seed, number), new RandomSource(~_seed, number));
            return random.NextDouble() < Recorded ? FromPair(random, again) : FromClean(random, again);
        }
    }

    // A binned or enlarged recording is one of another microscope; a weaker noise, one of a longer exposure.
    private LearningSquare FromPair(RandomSource random, RandomSource again)
    {
        var pair = CleanSignals.Pick(random, _pairs, source => source switch { "w2s" => 0.7, _ => 0.15 });
        var (noisy, target) = random.NextDouble() switch
        {
            < 0.6 => Cut(pair, 1, random),
            < 0.8 => Binned(pair, random),
            _ => Cut(pair, Math.Sqrt(2), random),
        };
        if (random.NextDouble() < 0.5) noisy = Quieter(noisy, target, random.Uniform(pair.Source == "w2s" ? 0.15 : 0.4, 1.15));
        var learnt = _noisyTargets ? RecordedAgain(noisy, target, again) : target;
        return LearningSquare.Of([noisy], target, learnt, pair.Cut, random);
    }

    // There is one recording of each field: a second is the average under fresh noise, whose variance is a straight line over the brightness, as between the first and the average.
    private static GreyImage RecordedAgain(GreyImage noisy, GreyImage target, RandomSource random)
    {
        var squares = new GreyImage(noisy.Width, noisy.Height);
        for (var i = 0; i < squares.Samples.Length; i++) squares.Samples[i] = Math.Pow(noisy.Samples[i] - target.Samples[i], 2);
        var variance = AffineMatching.Fit(target, squares);
        if (variance.Gain < 0) variance = new AffineMatching(0, squares.Samples.Average());
        return target.Select(sample => sample + Math.Sqrt(Math.Max(0, variance.Gain * sample + variance.Offset)) * random.NextGaussian());
    }

    private static (GreyImage Noisy, GreyImage Target) Cut(RecordedPair pair, double scale, RandomSource random)
    {
        var (left, top, side) = CleanSignals.Place(pair.Noisy, scale, random);
        return (Resampling.Square(pair.Noisy, left, top, side, scale), Resampling.Square(pair.Target, left, top, side, scale));
    }

    private static (GreyImage Noisy, GreyImage Target) Binned(RecordedPair pair, RandomSource random)
    {
        var (left, top, side) = CleanSignals.Place(pair.Noisy, 0.5, random);
        var read = Math.Min(2 * side, Math.Min(pair.Noisy.Width - left, pair.Noisy.Height - top));
        return (Downsampling.Bin(pair.Noisy.Crop(left, top, read, read), 2), Downsampling.Bin(pair.Target.Crop(left, top, read, read), 2));
    }

    private static GreyImage Quieter(GreyImage noisy, GreyImage target, double share)
    {
        var result = new GreyImage(noisy.Width, noisy.Height);
        for (var i = 0; i < result.Samples.Length; i++) result.Samples[i] = target.Samples[i] + share * (noisy.Samples[i] - target.Samples[i]);
        return result;
    }

    private LearningSquare FromClean(RandomSource random, RandomSource again)
    {
        var signal = RareScenes.Draw(_clean.Draw(random), random);
        var noise = SyntheticNoise.Draw(random, signal.Samples.Average());
        var (noisy, expected) = noise.Record(signal, random);
        var target = _noisyTargets ? noise.Record(signal, again).Noisy : expected;
        return LearningSquare.Of([noisy], expected, target, double.NegativeInfinity, random);
    }
}
