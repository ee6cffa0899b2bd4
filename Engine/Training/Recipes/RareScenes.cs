using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>
/// What images of little noise seldom show, and users' images do: structures that repeat themselves every few pixels (sarcomeres, gratings), something much
/// brighter than all else (debris, a bright cell, the brighter part of a mosaic), a background that rises by many times the signal, and dark structures on bright ground.
/// </summary>
internal static class RareScenes
{
    /// <summary>In about a quarter of all cases one of them, made of a signal of about 0 to 1; else the signal as it is.</summary>
    public static GreyImage Draw(GreyImage signal, RandomSource random) => random.NextDouble() switch
    {
        < 0.08 => Striated(signal, random),
        < 0.18 => WithSomethingBright(signal, random),
        < 0.23 => OnRisingBackground(signal, random),
        < 0.27 => Dark(signal, random),
        _ => signal,
    };

    // Of the structures' brightness, or of an even field; in some along two axes.
    private static GreyImage Striated(GreyImage signal, RandomSource random)
    {
        var even = random.NextDouble() switch { < 0.4 => 0, < 0.7 => 1, _ => random.NextDouble() };
        var depth = random.Uniform(0.3, 1);
        var stripes = new List<Func<double, double, double>> { Stripes(random) };
        if (random.NextDouble() < 0.2) stripes.Add(Stripes(random));
        return Mapped(signal, (sample, x, y) => (even + (1 - even) * sample) * stripes.Aggregate(1.0, (light, each) => light * (1 - depth + depth * each(x, y))));
    }

    // 0 to 1. Narrow or wide bands, straight or bent.
    private static Func<double, double, double> Stripes(RandomSource random)
    {
        var period = random.LogUniform(2.2, 14);
        var angle = random.NextDouble() < 0.4 ? Math.PI / 2 * random.NextInt(2) : random.Uniform(0, Math.PI);
        var (u, v) = (Math.Cos(angle) / period, Math.Sin(angle) / period);
        var (phase, sharpness) = (random.NextDouble(), random.LogUniform(0.6, 3));
        var bend = random.NextDouble() < 0.5 ? 0 : random.Uniform(0, 3);
        var landscape = new SmoothNoise(random.NextInt(int.MaxValue));
        return (x, y) => Math.Pow(0.5 + 0.5 * Math.Cos(2 * Math.PI * (u * x + v * y + phase + bend * landscape.At(x, y, 120))), sharpness);
    }

    // Something that shines by itself, or structures that are brighter there. How much of the range is left for the others differs.
    private static GreyImage WithSomethingBright(GreyImage signal, RandomSource random)
    {
        var (light, edge) = (random.LogUniform(1.5, 60), random.LogUniform(0.4, 6));
        var distance = random.NextDouble() < 0.25 ? HalfPlane(signal, random) : Ellipse(signal, random);
        var shines = random.NextDouble() < 0.5;
        var range = Math.Pow(1 + light, random.NextDouble());
        return Mapped(signal, (sample, x, y) =>
        {
            var inside = light / (1 + Math.Exp(distance(x, y) / edge));
            return (shines ? sample + inside : sample * (1 + inside)) / range;
        });
    }

    // Distance from an edge, in pixels; negative within.
    private static Func<double, double, double> HalfPlane(GreyImage signal, RandomSource random)
    {
        var angle = random.NextDouble() < 0.5 ? Math.PI / 2 * random.NextInt(4) : random.Uniform(0, 2 * Math.PI);
        var (left, top) = (random.Uniform(0.2, 0.8) * signal.Width, random.Uniform(0.2, 0.8) * signal.Height);
        return (x, y) => Math.Cos(angle) * (x - left) + Math.Sin(angle) * (y - top);
    }

    private static Func<double, double, double> Ellipse(GreyImage signal, RandomSource random)
    {
        var (left, top) = (random.NextDouble() * signal.Width, random.NextDouble() * signal.Height);
        var (radius, aspect) = (Math.Sqrt(random.LogUniform(0.002, 0.3) * signal.Samples.Length / Math.PI), random.LogUniform(1, 2.5));
        var (u, v) = (radius * Math.Sqrt(aspect), radius / Math.Sqrt(aspect));
        var (sin, cos) = Math.SinCos(random.Uniform(0, Math.PI));
        return (x, y) =>
        {
            var (along, across) = (cos * (x - left) + sin * (y - top), cos * (y - top) - sin * (x - left));
            return radius * (Math.Sqrt(along * along / (u * u) + across * across / (v * v)) - 1);
        };
    }

    // Light from out of focus, or uneven illumination of a bright medium.
    private static GreyImage OnRisingBackground(GreyImage signal, RandomSource random)
    {
        var (light, width) = (random.LogUniform(0.5, 10), random.Uniform(0.4, 1.2) * signal.Width);
        var distance = random.NextDouble() < 0.5 ? HalfPlane(signal, random) : Ellipse(signal, random);
        return Mapped(signal, (sample, x, y) => sample + light / (1 + Math.Exp(4 * distance(x, y) / width)));
    }

    private static GreyImage Dark(GreyImage signal, RandomSource random)
    {
        var depth = random.Uniform(0.3, 1);
        return signal.Select(sample => Math.Max(0.02, 1 - depth * sample));
    }

    private static GreyImage Mapped(GreyImage signal, Func<double, double, double, double> map)
    {
        var result = new GreyImage(signal.Width, signal.Height);
        for (var y = 0; y < signal.Height; y++)
        for (var x = 0; x < signal.Width; x++)
            result[x, y] = map(signal[x, y], x, y);
        return result;
    }
}
