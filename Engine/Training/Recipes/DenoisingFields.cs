using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>Makes the squares that the recipe for denoising learns from: each number its own, the same every time.</summary>
internal sealed class DenoisingFields
{
    private const double Recorded = 0.55;
    private const int LongestSide = 256;

    private readonly long _seed;
    private readonly Dictionary<string, RecordedPair[]> _pairs;
    private readonly Dictionary<string, CleanImage[]> _clean;

    public DenoisingFields(DenoisingImages images, long seed)
    {
        _seed = seed;
        _pairs = images.Pairs.GroupBy(pair => pair.Source).ToDictionary(group => group.Key, group => group.ToArray());
        _clean = images.Clean.GroupBy(image => image.Source).ToDictionary(group => group.Key, group => group.ToArray());
    }

    public DenoisingField this[long number]
    {
        get
        {
            var random = new RandomSource(_seed, number);
            return random.NextDouble() < Recorded ? FromPair(random) : FromClean(random);
        }
    }

    // A binned or enlarged recording is one of another microscope; a weaker noise, one of a longer exposure.
    private DenoisingField FromPair(RandomSource random)
    {
        var pair = Pick(random, _pairs, source => source switch { "w2s" => 0.7, _ => 0.15 });
        var (noisy, target) = random.NextDouble() switch
        {
            < 0.6 => Cut(pair, 1, random),
            < 0.8 => Binned(pair, random),
            _ => Cut(pair, Math.Sqrt(2), random),
        };
        if (random.NextDouble() < 0.5) noisy = Quieter(noisy, target, random.Uniform(pair.Source == "w2s" ? 0.15 : 0.4, 1.15));
        return DenoisingField.Of(noisy, target, pair.Cut, random);
    }

    private static (GreyImage Noisy, GreyImage Target) Cut(RecordedPair pair, double scale, RandomSource random)
    {
        var (left, top, side) = Place(pair.Noisy, scale, random);
        return (Resampling.Square(pair.Noisy, left, top, side, scale), Resampling.Square(pair.Target, left, top, side, scale));
    }

    private static (GreyImage Noisy, GreyImage Target) Binned(RecordedPair pair, RandomSource random)
    {
        var (left, top, side) = Place(pair.Noisy, 0.5, random);
        var read = Math.Min(2 * side, Math.Min(pair.Noisy.Width - left, pair.Noisy.Height - top));
        return (Downsampling.Bin(pair.Noisy.Crop(left, top, read, read), 2), Downsampling.Bin(pair.Target.Crop(left, top, read, read), 2));
    }

    private static GreyImage Quieter(GreyImage noisy, GreyImage target, double share)
    {
        var result = new GreyImage(noisy.Width, noisy.Height);
        for (var i = 0; i < result.Samples.Length; i++) result.Samples[i] = target.Samples[i] + share * (noisy.Samples[i] - target.Samples[i]);
        return result;
    }

    private DenoisingField FromClean(RandomSource random)
    {
        var image = Pick(random, _clean, source => source switch { "clean" => 0.55, "w2s" => 0.3, _ => 0.075 }).Image;
        var most = Math.Min(image.Width, image.Height);
        var scale = Math.Max(random.Uniform(0.5, 1.5), most < 400 ? 1 : 0.5);
        var (left, top, side) = Place(image, scale, random);
        var signal = Exposed(Resampling.Square(image, left, top, side, scale), random);
        var (noisy, target) = SyntheticNoise.Draw(random, signal.Samples.Average()).Record(signal, random);
        return DenoisingField.Of(noisy, target, double.NegativeInfinity, random);
    }

    // Another brightness of structures against each other, and against the background.
    private static GreyImage Exposed(GreyImage image, RandomSource random)
    {
        var (dark, bright) = (image.Quantile(0.002), image.Quantile(0.999));
        var gamma = Math.Exp(random.Uniform(Math.Log(0.6), Math.Log(2)));
        var background = random.NextDouble() < 0.4 ? 0 : random.Uniform(0, 0.35);
        return image.Select(sample => background + (1 - background) * Math.Pow(Math.Max(0, sample - dark) / Math.Max(bright - dark, 1e-9), gamma));
    }

    private static (int Left, int Top, int Side) Place(GreyImage image, double scale, RandomSource random)
    {
        var room = Math.Min(image.Width, image.Height);
        var side = Math.Min(LongestSide, (int)((room - 2) * scale) / 2 * 2);
        var read = Math.Min(room, Resampling.Reach(side, scale));
        return (random.NextInt(image.Width - read + 1), random.NextInt(image.Height - read + 1), side);
    }

    private static T Pick<T>(RandomSource random, Dictionary<string, T[]> groups, Func<string, double> weight)
    {
        var ordered = groups.OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var left = random.NextDouble() * ordered.Sum(group => weight(group.Key));
        var chosen = ordered.FirstOrDefault(group => (left -= weight(group.Key)) < 0, ordered[^1]).Value;
        return chosen[random.NextInt(chosen.Length)];
    }
}
