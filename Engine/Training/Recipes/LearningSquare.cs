using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>A square that patches are cut from: the network's channels, the target in the same scale, and how much each of its pixels counts.</summary>
internal sealed class LearningSquare
{
    // Differences count by the inverse of this root of the noise, between these limits, so that nearly clean images are learnt too. A stronger
    // weight costs noisy images more than it brings clean ones: of an absolute difference every pixel pulls alike, however small it is.
    private const double Root = 0.2;
    private const double SmallestNoise = 0.04, LargestNoise = 1;

    private LearningSquare(int side, float[][] channels, float[] target, float[] weights) =>
        (Side, Channels, Target, Weights) = (side, channels, target, weights);

    /// <summary>Width and height of the channels; target and weights may be larger.</summary>
    public int Side { get; }

    public float[][] Channels { get; }

    public float[] Target { get; }

    public float[] Weights { get; }

    /// <summary>Measures the noisy square as a stack would be measured, and scales both.</summary>
    /// <param name="frames">Neighbouring noisy frames; noise and scale are those of the middle one.</param>
    /// <param name="noiseless">The middle frame without its noise, but with every other fault.</param>
    /// <param name="target">The truth, in the same units; as large as a frame or a whole number of times as large.</param>
    /// <param name="cut">Targets at or below do not count.</param>
    /// <param name="random">Shifts the scale a little: a stack's mean and deviation are not those of its parts.</param>
    public static LearningSquare Of(IReadOnlyList<GreyImage> frames, GreyImage noiseless, GreyImage target, double cut, RandomSource random)
    {
        var noisy = frames[frames.Count / 2];
        var meter = new NoiseMeter();
        meter.Add(noisy);
        var noise = meter.Complete();
        var (mean, deviation) = Moments(noisy);
        mean += 0.15 * deviation * random.NextGaussian();
        deviation *= Math.Exp(0.25 * random.NextGaussian());
        GreyImage Scaled(GreyImage image) => image.Select(sample => (sample - mean) / deviation);
        var scaled = Scaled(target);
        var channels = NoiseAwareInput.Channels([.. frames.Select(Scaled)], ScaledNoise.Of(noise, mean, deviation));
        var weight = Math.Pow(Math.Clamp(Math.Sqrt(Metrics.Psnr.MeanSquaredError(noisy, noiseless)) / deviation, SmallestNoise, LargestNoise), -Root);
        return new LearningSquare(
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
