using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Training.Pairs;

namespace FijiBridge.Engine.Training.Runs;

/// <summary>The noise of the camera that took the training images, and the domain in which it has the same variance everywhere.</summary>
internal static class CameraNoise
{
    // Enough pixels for a camera's noise.
    private const int Planes = 8;

    // The fit takes what is smaller than one count for rounding; images in other units are spread over as many counts.
    private const double Counts = 1e5;

    // Read noise alone brings one pixel in a hundred below an offset that was measured well.
    private const double MostBelow = 0.01;

    /// <param name="planes">At least one, in the units of the images.</param>
    /// <param name="given">The camera's noise; null: it is estimated.</param>
    /// <param name="noisyTargets">Both images of a pair are noisy, each with its own noise.</param>
    /// <param name="seed">For pairs that are made here.</param>
    /// <exception cref="EngineFailure">BadInput: no noise that grows with brightness, or pixels where the given noise has no variance.</exception>
    public static Domain.Stabilized Domain(IReadOnlyList<TrainingPlane> planes, NoiseModel? given, bool noisyTargets, long seed)
    {
        var every = (planes.Count + Planes - 1) / Planes;
        var pairs = planes.Where((_, i) => i % every == 0).SelectMany((plane, i) => plane.Slices(seed + i)).ToList();
        var noise = given ?? Estimate(pairs, noisyTargets);
        var values = pairs.SelectMany(pair => pair.Frames[pair.Frames.Count / 2]).Select(sample => Stabilize(sample, noise)).ToList();
        if (values.Count(double.IsNaN) is var below && given is not null && below > MostBelow * values.Count)
            throw new EngineFailure(FailureKind.BadInput, $"{100.0 * below / values.Count:0.#} % of the noisy pixels lie so far below the offset {noise.Offset:0.###} that a camera of gain {noise.Gain:0.###} and read noise {noise.ReadNoise:0.###} would not have made them; measure the offset in a dark image, or leave the noise to be estimated.");
        var seen = values.Where(value => !double.IsNaN(value)).ToList();
        if (seen.Count == 0) throw Nothing("no pixel is as bright as its zero");
        var mean = seen.Average();
        return new Domain.Stabilized(noise, mean, Math.Max(1e-3, Math.Sqrt(seen.Average(value => (value - mean) * (value - mean)))), noisyTargets);
    }

    private static NoiseModel Estimate(List<TrainingPair> pairs, bool noisyTargets)
    {
        var noisy = pairs.ConvertAll(pair => pair.Frames[pair.Frames.Count / 2]);
        var (low, high) = (noisy.Min(plane => plane.Min()), noisy.Max(plane => plane.Max()));
        if (!(high > low)) throw Nothing("every pixel has the same value");
        var scale = Counts / (high - (double)low);
        GreyImage Counted(TrainingPair pair, float[] samples)
        {
            var image = new GreyImage(pair.Width, pair.Height);
            for (var i = 0; i < samples.Length; i++) image.Samples[i] = (samples[i] - (double)low) * scale;
            return image;
        }

        try
        {
            var line = noisyTargets
                ? PhotonTransfer.FromPairs(pairs.Select((pair, i) => (Counted(pair, noisy[i]), Counted(pair, pair.Target))))
                : PhotonTransfer.FromImages(pairs.Select((pair, i) => Counted(pair, noisy[i])));
            // Offset and read noise cannot be told apart from images alone, and their noise is the same.
            return new NoiseModel(line.Gain / scale, low + line.ZeroVarianceLevel / scale, 0);
        }
        catch (ArgumentException reason)
        {
            throw Nothing(reason.Message);
        }
    }

    // NaN where the noise model has no variance left.
    private static double Stabilize(double sample, NoiseModel noise)
    {
        var radicand = noise.Gain * sample + 3.0 / 8 * noise.Gain * noise.Gain + noise.ReadNoise * noise.ReadNoise - noise.Gain * noise.Offset;
        return radicand < 0 ? double.NaN : 2 / noise.Gain * Math.Sqrt(radicand);
    }

    private static EngineFailure Nothing(string reason) => new(
        FailureKind.BadInput, $"The camera's noise cannot be estimated from the noisy images ({reason}); tell its gain, offset and read noise, or choose another loss than poisson-gaussian.");
}
