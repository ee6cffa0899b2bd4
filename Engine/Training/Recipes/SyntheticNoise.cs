using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>How a simulated microscope records a signal of 0 to 1.</summary>
/// <param name="Photons">Photons of a signal of 1; infinite for none of their noise.</param>
/// <param name="ReadNoise">Standard deviation of what does not depend on the signal.</param>
/// <param name="Kernel">Correlates neighbours; null for white noise.</param>
/// <param name="Gain">Counts for a signal of 1.</param>
/// <param name="Offset">Counts in the dark.</param>
/// <param name="White">The largest count; 0: neither rounded nor clipped.</param>
internal sealed record SyntheticNoise(double Photons, double ReadNoise, NoiseKernel? Kernel, double Gain, double Offset, double White)
{
    // Beyond, a normal number is as good.
    private const double ManyPhotons = 40;

    /// <summary>Any microscope: from 12 to 50 dB, photons or electronics, white or correlated, 8 bits, 16 bits or floats.</summary>
    public static SyntheticNoise Draw(RandomSource random, double mean)
    {
        var decibels = random.NextDouble() < 0.22 ? random.Uniform(34, 50) : random.Uniform(12, 36);
        var share = random.NextDouble() switch { < 0.3 => 1.0, < 0.45 => 0, _ => random.NextDouble() };
        var kernel = random.NextDouble() < 0.42 ? NoiseKernel.Draw(random) : null;
        var noise = OfLevel(decibels, share, Math.Max(mean, 1e-3), kernel);
        return random.NextDouble() switch
        {
            < 0.55 => noise.In8Bits(random),
            < 0.85 => noise with { Gain = random.LogUniform(300, 30000), Offset = random.Uniform(0, 500), White = 65535 },
            _ => noise,
        };
    }

    /// <summary>Noise of a level, in units of the signal.</summary>
    /// <param name="decibels">Its variance where the signal is <paramref name="mean"/>, below a signal of 1.</param>
    /// <param name="share">Of the variance, what photons make there: 0 to 1; the rest does not depend on the signal.</param>
    /// <param name="mean">Of the signal; above 0.</param>
    /// <param name="kernel">Correlates neighbours; null for white noise.</param>
    public static SyntheticNoise OfLevel(double decibels, double share, double mean, NoiseKernel? kernel = null)
    {
        var variance = Math.Pow(10, -decibels / 10);
        return new SyntheticNoise(share > 0 ? mean / (share * variance) : double.PositiveInfinity, Math.Sqrt((1 - share) * variance), kernel, 1, 0, 0);
    }

    /// <summary>A recording, and the mean of infinitely many.</summary>
    public (GreyImage Noisy, GreyImage Target) Record(GreyImage signal, RandomSource random)
    {
        var noise = signal.Select(mean => Photon(mean, random) + ReadNoise * random.NextGaussian());
        if (Kernel is not null) noise = Kernel.Apply(noise);
        var noisy = new GreyImage(signal.Width, signal.Height);
        for (var i = 0; i < noisy.Samples.Length; i++) noisy.Samples[i] = Digitised(signal.Samples[i] + noise.Samples[i]);
        return (noisy, Expect(signal));
    }

    /// <summary>The mean of infinitely many recordings of a signal.</summary>
    public GreyImage Expect(GreyImage signal) => signal.Select(Expected);

    /// <summary>Counts as the recorder writes them: rounded and clipped where it does that.</summary>
    public GreyImage Digitise(GreyImage counts) => White > 0 ? counts.Select(Clipped) : counts;

    // In most the background stands clear of 0, in some it is cut.
    private SyntheticNoise In8Bits(RandomSource random)
    {
        var gain = random.Uniform(60, 290);
        var lift = random.NextDouble() < 0.75 ? random.Uniform(1.5, 3.5) * Math.Sqrt(ReadNoise * ReadNoise + 0.02 / Photons) * gain : 0;
        return this with { Gain = gain, Offset = Math.Min(lift, 80) + random.Uniform(0, 4), White = 255 };
    }

    private double Photon(double mean, RandomSource random)
    {
        if (double.IsInfinity(Photons) || mean <= 0) return 0;
        var count = mean * Photons;
        return (count > ManyPhotons ? Math.Sqrt(count) * random.NextGaussian() : random.Poisson(count) - count) / Photons;
    }

    private double Digitised(double signal)
    {
        var counts = Offset + Gain * signal;
        return White > 0 ? Clipped(counts) : counts;
    }

    private double Clipped(double counts) => Math.Clamp(Math.Round(counts), 0, White);

    // The mean of a clipped normal number. Few photons are not normal at their lower end: there they never go below 0.
    private double Expected(double signal)
    {
        var counts = Offset + Gain * signal;
        if (White == 0) return counts;
        var photons = Math.Max(signal, 0) * Photons;
        var photonVariance = double.IsInfinity(Photons) ? 0 : Math.Max(signal, 0) / Photons;
        var below = Gain * Math.Sqrt(ReadNoise * ReadNoise + (photons < 8 && Kernel is null ? 0 : photonVariance));
        var above = Gain * Math.Sqrt(ReadNoise * ReadNoise + photonVariance);
        return counts + Rectified(-counts, below) - Rectified(counts - White, above);
    }

    // E[max(0, N(mean, deviation))].
    private static double Rectified(double mean, double deviation)
    {
        if (deviation <= 0 || Math.Abs(mean) > 5 * deviation) return Math.Max(0, mean);
        var z = mean / deviation;
        return mean * NormalLaw(z) + deviation * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);
    }

    // The logistic approximation of the normal distribution function (Bowling et al. 2009), within 1.4e-4.
    private static double NormalLaw(double z) => 1 / (1 + Math.Exp(-(0.07056 * z * z + 1.5976) * z));
}
