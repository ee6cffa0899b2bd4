using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>Draws places from images of little noise, as another microscope might show them: at another pixel size, brightness and background.</summary>
internal sealed class CleanSignals(IEnumerable<CleanImage> images)
{
    private const int LongestSide = 256;

    private readonly Dictionary<string, CleanImage[]> _images = images.GroupBy(image => image.Source).ToDictionary(group => group.Key, group => group.ToArray());

    /// <summary>A square of about 0 to 1, with at most 256 pixels along each axis, an even number of them.</summary>
    public GreyImage Draw(RandomSource random)
    {
        var image = Pick(random, _images, source => source switch { "clean" => 0.55, "w2s" => 0.3, _ => 0.075 }).Image;
        var most = Math.Min(image.Width, image.Height);
        var scale = Math.Max(random.LogUniform(0.35, 1.4), most < 400 ? 1 : 0);
        var (left, top, side) = Place(image, scale, random);
        var signal = Resampling.Square(image, left, top, side, scale);
        return signal.Select(Exposure(signal, random));
    }

    /// <summary>Another brightness of structures against each other, and against the background.</summary>
    public static Func<double, double> Exposure(GreyImage image, RandomSource random)
    {
        var (dark, bright) = (image.Quantile(0.002), image.Quantile(0.999));
        var gamma = random.LogUniform(0.6, 2);
        var background = random.NextDouble() < 0.4 ? 0 : random.Uniform(0, 0.35);
        return sample => background + (1 - background) * Math.Pow(Math.Max(0, sample - dark) / Math.Max(bright - dark, 1e-9), gamma);
    }

    /// <summary>Where a square of an image lies that is <paramref name="scale"/> times as large as a part of the image.</summary>
    public static (int Left, int Top, int Side) Place(GreyImage image, double scale, RandomSource random)
    {
        var room = Math.Min(image.Width, image.Height);
        var side = Math.Min(LongestSide, (int)((room - 2) * scale) / 2 * 2);
        var read = Math.Min(room, Resampling.Reach(side, scale));
        return (random.NextInt(image.Width - read + 1), random.NextInt(image.Height - read + 1), side);
    }

    /// <summary>One of a group, and the groups by their weights.</summary>
    public static T Pick<T>(RandomSource random, Dictionary<string, T[]> groups, Func<string, double> weight)
    {
        var ordered = groups.OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var left = random.NextDouble() * ordered.Sum(group => weight(group.Key));
        var chosen = ordered.FirstOrDefault(group => (left -= weight(group.Key)) < 0, ordered[^1]).Value;
        return chosen[random.NextInt(chosen.Length)];
    }
}
