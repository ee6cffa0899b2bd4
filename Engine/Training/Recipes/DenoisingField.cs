using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>A square that patches are cut from: the network's channels, the target in the same scale, and how much each pixel counts.</summary>
internal sealed class DenoisingField
{
    // Differences count by the inverse of this root of the noise, between these limits, so that nearly clean images are learnt too. A stronger
    // weight costs noisy images more than it brings clean ones: of an absolute difference every pixel pulls alike, however small it is.
    private const double Root = 0.2;
    private const double SmallestNoise = 0.04, LargestNoise = 1;

    private DenoisingField(int side, float[][] channels, float[] target, float[] weights) =>
        (Side, Channels, Target, Weights) = (side, channels, target, weights);

    public int Side { get; }

    public float[][] Channels { get; }

    public float[] Target { get; }

    public float[] Weights { get; }

    /// <summary>Measures the noisy square as a stack would be measured, and scales both.</summary>
    /// <param name="noisy">The input.</param>
    /// <param name="target">The truth, in the same units.</param>
    /// <param name="cut">Targets at or below do not count.</param>
    /// <param name="random">Shifts the scale a little: a stack's mean and deviation are not those of its parts.</param>
    public static DenoisingField Of(GreyImage noisy, GreyImage target, double cut, RandomSource random)
    {
        var meter = new NoiseMeter();
        meter.Add(noisy);
        var noise = meter.Complete();
        var (mean, deviation) = Moments(noisy);
        mean += 0.15 * deviation * random.NextGaussian();
        deviation *= Math.Exp(0.25 * random.NextGaussian());
        GreyImage Scaled(GreyImage image) => image.Select(sample => (sample - mean) / deviation);
        var scaled = Scaled(target);
        var channels = NoiseAwareInput.Channels(Scaled(noisy), ScaledNoise.Of(noise, mean, deviation));
        var weight = Math.Pow(Math.Clamp(Math.Sqrt(Metrics.Psnr.MeanSquaredError(noisy, target)) / deviation, SmallestNoise, LargestNoise), -Root);
        return new DenoisingField(
            noisy.Width, Array.ConvertAll(channels, Floats), Floats(scaled), Floats(target.Select(sample => sample <= cut ? 0 : weight)));
    }

    internal static (double Mean, double Deviation) Moments(GreyImage image)
    {
        var mean = image.Samples.Average();
        var deviation = Math.Sqrt(image.Samples.Sum(sample => (sample - mean) * (sample - mean)) / image.Samples.Length);
        return (mean, deviation > 0 ? deviation : 1);
    }

    private static float[] Floats(GreyImage image) => Array.ConvertAll(image.Samples, sample => (float)sample);
}
