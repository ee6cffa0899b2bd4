using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Tests.Simulation;

[TestClass]
public sealed class RandomTests
{
    private const int Draws = 40_000;

    [TestMethod]
    public void NextDouble_SameSeedAndStream_IsTheSameSequence()
    {
        var (first, second) = (new RandomSource(3, 1), new RandomSource(3, 1));
        for (var i = 0; i < 100; i++) Assert.AreEqual(first.NextDouble(), second.NextDouble());
        Assert.AreNotEqual(new RandomSource(3, 1).NextDouble(), new RandomSource(3, 2).NextDouble());
        Assert.AreNotEqual(new RandomSource(3, 1).NextDouble(), new RandomSource(4, 1).NextDouble());
    }

    [TestMethod]
    public void LogUniform_ManyDraws_StayWithinAndHaveAUniformLogarithm()
    {
        var random = new RandomSource(12);
        var draws = Draw(() => random.LogUniform(0.1, 1000));
        Assert.IsTrue(draws.All(draw => draw is >= 0.1 and < 1000));
        var decades = draws.Select(draw => Math.Log10(draw)).ToArray();
        Assert.AreEqual(1, Mean(decades), 5 * Math.Sqrt(16.0 / 12 / Draws));
        Assert.AreEqual(16.0 / 12, Variance(decades), 5 * 16.0 / 12 * Math.Sqrt(0.8 / Draws));
    }

    [TestMethod]
    public void NextGaussian_ManyDraws_HasUnitMoments()
    {
        var random = new RandomSource(11);
        var draws = Draw(() => random.NextGaussian());
        Assert.AreEqual(0, Mean(draws), 5 / Math.Sqrt(Draws));
        Assert.AreEqual(1, Variance(draws), 5 * Math.Sqrt(2.0 / Draws));
    }

    [TestMethod]
    [DataRow(0.3)]
    [DataRow(4.0)]
    [DataRow(11.9)]
    [DataRow(12.1)]
    [DataRow(200.0)]
    [DataRow(50_000.0)]
    public void Poisson_AnyMean_HasThatMeanAndVariance(double mean)
    {
        var random = new RandomSource(5);
        var draws = Draw(() => random.Poisson(mean));
        Assert.AreEqual(mean, Mean(draws), 5 * Math.Sqrt(mean / Draws));
        Assert.AreEqual(mean, Variance(draws), 5 * Math.Sqrt((2 * mean * mean + mean) / Draws));
    }

    [TestMethod]
    [DataRow(10L, 0.3)]
    [DataRow(10L, 0.8)]
    [DataRow(1000L, 0.005)]
    [DataRow(1000L, 0.1)]
    [DataRow(1_000_000L, 0.5)]
    public void Binomial_AnyChance_HasMeanAndVariance(long trials, double chance)
    {
        var random = new RandomSource(6);
        var draws = Draw(() => random.Binomial(trials, chance));
        var variance = trials * chance * (1 - chance);
        Assert.AreEqual(trials * chance, Mean(draws), 5 * Math.Sqrt(variance / Draws));
        Assert.AreEqual(variance, Variance(draws), 5 * variance * Math.Sqrt(2.2 / Draws));
        Assert.IsTrue(draws.All(draw => draw >= 0 && draw <= trials));
    }

    [TestMethod]
    public void PoissonAndBinomial_NothingToCount_AreZero()
    {
        var random = new RandomSource(1);
        Assert.AreEqual(0, random.Poisson(0));
        Assert.AreEqual(0, random.Poisson(double.NaN));
        Assert.AreEqual(0, random.Binomial(10, 0));
        Assert.AreEqual(10, random.Binomial(10, 1));
    }

    private static double[] Draw(Func<double> next) => [.. Enumerable.Range(0, Draws).Select(_ => next())];

    private static double Mean(double[] draws) => draws.Average();

    private static double Variance(double[] draws)
    {
        var mean = draws.Average();
        return draws.Sum(draw => (draw - mean) * (draw - mean)) / (draws.Length - 1);
    }
}
