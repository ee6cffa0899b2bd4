using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>Whole photons: Poisson and binomial numbers for any mean, by inversion when it is small and by rejection when it is large.</summary>
public static class PhotonCounts
{
    private const double SmallMean = 12;

    /// <summary>A Poisson number. Large means use the transformed rejection PTRS of Hoermann (1993).</summary>
    /// <param name="random">The source; it advances.</param>
    /// <param name="mean">The expected count; 0 or less gives 0.</param>
    public static long Poisson(this RandomSource random, double mean)
    {
        if (!(mean > 0)) return 0;
        return mean < SmallMean ? PoissonByInversion(random, mean) : PoissonByRejection(random, mean);
    }

    /// <summary>How many of <paramref name="trials"/> succeed, each with <paramref name="probability"/>. Large means use BTRS of Hoermann (1993).</summary>
    public static long Binomial(this RandomSource random, long trials, double probability)
    {
        if (trials <= 0 || !(probability > 0)) return 0;
        if (probability >= 1) return trials;
        if (probability > 0.5) return trials - random.Binomial(trials, 1 - probability);
        return trials * probability < SmallMean ? BinomialByInversion(random, trials, probability) : BinomialByRejection(random, trials, probability);
    }

    private static long PoissonByInversion(RandomSource random, double mean)
    {
        var limit = PortableMath.Exp(-mean);
        long count = 0;
        for (var product = random.NextDouble(); product > limit; product *= random.NextDouble()) count++;
        return count;
    }

    private static long PoissonByRejection(RandomSource random, double mean)
    {
        var (root, logMean) = (Math.Sqrt(mean), PortableMath.Log(mean));
        var b = 0.931 + 2.53 * root;
        var a = -0.059 + 0.02483 * b;
        var inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
        var squeeze = 0.9277 - 3.6224 / (b - 2);
        while (true)
        {
            var (u, v) = (random.NextDouble() - 0.5, random.NextDouble());
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((2 * a / us + b) * u + mean + 0.43);
            if (us >= 0.07 && v <= squeeze) return (long)k;
            if (k < 0 || (us < 0.013 && v > us)) continue;
            var accepted = PortableMath.Log(v * inverseAlpha / (a / (us * us) + b));
            if (accepted <= k * logMean - mean - PortableMath.LogFactorial(k)) return (long)k;
        }
    }

    // Counts the failures between successes: the geometric gaps of a Bernoulli sequence (Devroye 1986, X.4).
    private static long BinomialByInversion(RandomSource random, long trials, double probability)
    {
        var logFailure = PortableMath.Log(1 - probability);
        long successes = 0;
        var position = 0.0;
        while (true)
        {
            position += Math.Floor(PortableMath.Log(1 - random.NextDouble()) / logFailure) + 1;
            if (position > trials) return successes;
            successes++;
        }
    }

    private static long BinomialByRejection(RandomSource random, long trials, double p)
    {
        var deviation = Math.Sqrt(trials * p * (1 - p));
        var b = 1.15 + 2.53 * deviation;
        var a = -0.0873 + 0.0248 * b + 0.01 * p;
        var centre = trials * p + 0.5;
        var alpha = (2.83 + 5.1 / b) * deviation;
        var squeeze = 0.92 - 4.2 / b;
        var logOdds = PortableMath.Log(p / (1 - p));
        var mode = Math.Floor((trials + 1) * p);
        var peak = PortableMath.LogFactorial(mode) + PortableMath.LogFactorial(trials - mode);
        while (true)
        {
            var (u, v) = (random.NextDouble() - 0.5, random.NextDouble());
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((2 * a / us + b) * u + centre);
            if (k < 0 || k > trials) continue;
            if (us >= 0.07 && v <= squeeze) return (long)k;
            var accepted = PortableMath.Log(v * alpha / (a / (us * us) + b));
            if (accepted <= peak - PortableMath.LogFactorial(k) - PortableMath.LogFactorial(trials - k) + (k - mode) * logOdds) return (long)k;
        }
    }
}
