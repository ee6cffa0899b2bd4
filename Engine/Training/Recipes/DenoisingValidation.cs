using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>
/// Judges a network for denoising: half by recordings of the split "val" (each mapped onto its truth by the least-squares line), half by
/// made-up noise, white and correlated, on the truths of the same split.
/// </summary>
internal sealed class DenoisingValidation
{
    // Of the recordings, so that a validation takes seconds.
    private const int Every = 5;

    private const int Side = 256;

    private static readonly (double Decibels, double Photons, double Correlation)[] Noises =
        [(12, 0.5, 0), (20, 1, 0), (30, 0.5, 0), (42, 0.5, 0), (16, 0.5, 0.6), (22, 0.5, 1.2)];

    private readonly List<(GreyImage Noisy, GreyImage Truth, bool Affine)> _cases = [];

    public DenoisingValidation(IReadOnlyList<RecordedPair> recordings)
    {
        foreach (var pair in recordings.Where((_, i) => i % Every == 0)) _cases.Add((pair.Noisy, pair.Clean, true));
        var number = 0;
        foreach (var pair in recordings.Where((_, i) => i % (3 * Every) == 1))
        {
            var signal = Signal(pair.Clean);
            foreach (var (decibels, photons, correlation) in Noises)
            {
                var variance = Math.Pow(10, -decibels / 10);
                var noise = new SyntheticNoise(
                    signal.Samples.Average() / (photons * variance), Math.Sqrt((1 - photons) * variance), correlation > 0 ? NoiseKernel.Gaussian(correlation) : null, 255, 0, 0);
                var (noisy, target) = noise.Record(signal, new RandomSource(3, number++));
                _cases.Add((noisy, target, false));
            }
        }
    }

    /// <summary>The mean of the two halves. Unit: dB (range 255).</summary>
    public double Score(NetworkRunner network)
    {
        double Mean(bool affine) => _cases.Where(each => each.Affine == affine).Select(each => Score(network, each)).DefaultIfEmpty(0).Average();
        return (Mean(true) + Mean(false)) / 2;
    }

    /// <summary>An image as the model would restore it, on the processor and in one piece; width and height must fit the network.</summary>
    public static GreyImage Restore(NetworkRunner network, GreyImage noisy)
    {
        var meter = new NoiseMeter();
        meter.Add(noisy);
        var (mean, deviation) = DenoisingField.Moments(noisy);
        var noise = ScaledNoise.Of(meter.Complete(), mean, deviation);
        var channels = NoiseAwareInput.Channels(noisy.Select(sample => (sample - mean) / deviation), noise);
        var restored = network.Restore([.. channels.SelectMany(channel => channel.Samples).Select(sample => (float)sample)], [1, channels.Length, noisy.Height, noisy.Width]);
        var trust = NoiseAwareInput.Trust(noise);
        var result = new GreyImage(noisy.Width, noisy.Height);
        for (var i = 0; i < restored.Length; i++) result.Samples[i] = noisy.Samples[i] + trust * (mean + deviation * restored[i] - noisy.Samples[i]);
        return NoiseAwareInput.WithMeansOf(noisy, result);
    }

    private static double Score(NetworkRunner network, (GreyImage Noisy, GreyImage Truth, bool Affine) each)
    {
        var image = Restore(network, each.Noisy);
        return Psnr.Compute(each.Truth, each.Affine ? AffineMatching.Fit(image, each.Truth).Apply(image) : image, 255);
    }

    private static GreyImage Signal(GreyImage truth)
    {
        var side = Math.Min(Side, Math.Min(truth.Width, truth.Height) / 8 * 8);
        var part = truth.Crop((truth.Width - side) / 2, (truth.Height - side) / 2, side, side);
        var (dark, bright) = (part.Quantile(0.002), part.Quantile(0.999));
        return part.Select(sample => (sample - dark) / Math.Max(bright - dark, 1e-9));
    }
}
