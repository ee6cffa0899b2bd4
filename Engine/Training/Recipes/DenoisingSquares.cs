using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>Makes the squares that the recipe for denoising learns from: each number its own, the same every time.</summary>
internal sealed class DenoisingSquares
{
    private const double Recorded = 0.55;

    private readonly long _seed;
    private readonly Dictionary<string, RecordedPair[]> _pairs;
    private readonly CleanSignals _clean;

    public DenoisingSquares(RecipeImages images, long seed)
    {
        _seed = seed;
        _pairs = images.Pairs.GroupBy(pair => pair.Source).ToDictionary(group => group.Key, group => group.ToArray());
        _clean = new CleanSignals(images.Clean);
    }

    public LearningSquare this[long number]
    {
        get
        {
            var random = new RandomSource(_seed, number);
            return random.NextDouble() < Recorded ? FromPair(random) : FromClean(random);
        }
    }

    // A binned or enlarged recording is one of another microscope; a weaker noise, one of a longer exposure.
    private LearningSquare FromPair(RandomSource random)
    {
        var pair = CleanSignals.Pick(random, _pairs, source => source switch { "w2s" => 0.7, _ => 0.15 });
        var (noisy, target) = random.NextDouble() switch
        {
            < 0.6 => Cut(pair, 1, random),
            < 0.8 => Binned(pair, random),
            _ => Cut(pair, Math.Sqrt(2), random),
        };
        if (random.NextDouble() < 0.5) noisy = Quieter(noisy, target, random.Uniform(pair.Source == "w2s" ? 0.15 : 0.4, 1.15));
        return LearningSquare.Of(noisy, target, pair.Cut, random);
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

    private LearningSquare FromClean(RandomSource random)
    {
        var signal = _clean.Draw(random);
        var (noisy, target) = SyntheticNoise.Draw(random, signal.Samples.Average()).Record(signal, random);
        return LearningSquare.Of(noisy, target, double.NegativeInfinity, random);
    }
}
