using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>
/// Makes white noise correlated, as interpolation, registration, camera firmware and detectors do: a separable filter whose weights' squares have
/// the sum 1, mixed with what stays white.
/// </summary>
internal sealed record NoiseKernel(double[] AlongX, double[] AlongY, double Mixed)
{
    private const int Radius = 8;

    /// <summary>Short Gaussian or long-tailed exponential weights, alike along both axes or not.</summary>
    public static NoiseKernel Draw(RandomSource random)
    {
        var (longTail, width) = (random.NextDouble() < 0.4, random.Uniform(0.35, 1.6));
        var stretched = random.NextDouble() < 0.3 ? random.Uniform(0.05, 1) : 1;
        var mixed = random.NextDouble() < 0.5 ? 1 : random.Uniform(0.3, 1);
        var (x, y) = (Weights(width, longTail), Weights(width * stretched, longTail));
        return random.NextDouble() < 0.5 ? new NoiseKernel(x, y, mixed) : new NoiseKernel(y, x, mixed);
    }

    /// <summary>Gaussian weights, alike along both axes. Unit: pixels.</summary>
    public static NoiseKernel Gaussian(double width) => Round(Weights(width, longTail: false));

    /// <summary>Weights that fall by e over <paramref name="length"/> pixels along each axis.</summary>
    public static NoiseKernel Exponential(double length) => Round(Weights(length, longTail: true));

    public GreyImage Apply(GreyImage noise)
    {
        var filtered = Filter(noise);
        var (white, coloured) = (Math.Sqrt(1 - Mixed), Math.Sqrt(Mixed));
        for (var i = 0; i < noise.Samples.Length; i++) filtered.Samples[i] = coloured * filtered.Samples[i] + white * noise.Samples[i];
        return filtered;
    }

    private GreyImage Filter(GreyImage noise)
    {
        var (rows, result) = (new GreyImage(noise.Width, noise.Height), new GreyImage(noise.Width, noise.Height));
        for (var y = 0; y < noise.Height; y++)
        {
            var from = noise.Row(y);
            var to = rows.Row(y);
            for (var d = 0; d < AlongX.Length; d++)
            for (var x = 0; x < to.Length; x++)
                to[x] += AlongX[d] * from[(x + d) % to.Length];
        }
        for (var y = 0; y < noise.Height; y++)
        for (var d = 0; d < AlongY.Length; d++)
        {
            var from = rows.Row((y + d) % noise.Height);
            var to = result.Row(y);
            for (var x = 0; x < to.Length; x++) to[x] += AlongY[d] * from[x];
        }
        return result;
    }

    private static NoiseKernel Round(double[] weights) => new(weights, weights, 1);

    private static double[] Weights(double width, bool longTail)
    {
        var weights = Enumerable.Range(-Radius, 2 * Radius + 1)
            .Select(d => longTail ? Math.Exp(-Math.Abs(d) / width) : Math.Exp(-0.5 * d * d / (width * width)))
            .Where(weight => weight > 1e-3).ToArray();
        var energy = Math.Sqrt(weights.Sum(weight => weight * weight));
        return Array.ConvertAll(weights, weight => weight / energy);
    }
}
