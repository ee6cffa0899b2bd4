using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Tests.Simulation;

[TestClass]
public sealed class ExposureReductionTests
{
    private const int Side = 300;
    private static readonly Camera Camera = new() { Gain = 2, Offset = 100, ReadNoise = 1.5 };

    [TestMethod]
    public void Apply_PoissonThinningOfAConstant_HasTheMeanAndVarianceOfTheory()
    {
        var thinned = Apply(new() { Fraction = 0.1, Thinning = Thinning.Poisson, Camera = Camera }, Constant(electrons: 400));
        AssertMoments(thinned, mean: 100 + 2 * 40, variance: 4 * (40 + 2.25) + 1 / 12.0);
    }

    [TestMethod]
    public void Apply_BinomialThinningOfAConstant_HasTheMeanAndVarianceOfTheory()
    {
        var thinned = Apply(new() { Fraction = 0.1, Camera = Camera }, Constant(electrons: 400));
        AssertMoments(thinned, mean: 100 + 2 * 40, variance: 4 * (400 * 0.1 * 0.9 + 2.25) + 1 / 12.0);
    }

    [TestMethod]
    public void Apply_BinomialThinningOfPhotonNoise_IsPhotonNoiseAgain()
    {
        var recording = GreyImage.From((Camera with { ReadNoise = 0 }).Expose(Electrons(400), new RandomSource(3)));
        var thinned = Apply(new() { Fraction = 0.1, Camera = Camera with { ReadNoise = 0 } }, recording);
        AssertMoments(thinned, mean: 100 + 2 * 40, variance: 4 * 40 + 1 / 12.0);
    }

    // Half an electron for each pixel under a read noise of 5: most lie below the dark level at times.
    [TestMethod]
    [DataRow(Thinning.Binomial)]
    [DataRow(Thinning.Poisson)]
    public void Apply_HardlyAnyLight_LeavesTheDarkAsDarkAsItIs(Thinning thinning)
    {
        var noisy = Camera with { ReadNoise = 5 };
        var recording = Electrons(0.5).Select(light => 100 + 2 * light);
        var random = new RandomSource(12);
        recording = recording.Select(counts => Math.Round(counts + 2 * 5 * random.NextGaussian()));

        var (first, second) = new ExposureReduction(new() { Fraction = 0.5, Thinning = thinning, Camera = noisy }).ApplyTwice(recording, random);

        // 1 count was added for each pixel where what lies below the dark was cut off.
        foreach (var thinned in new[] { first, second }) Assert.AreEqual(100.5, GreyImage.From(thinned).Samples.Average(), 5 * 2 * 6 / (double)Side);
    }

    // What was added to f (m - offset): photons of each pixel that has any, read noise, rounding.
    [TestMethod]
    [DataRow(Thinning.Binomial, 0.3)]
    [DataRow(Thinning.Binomial, 0.5)]
    [DataRow(Thinning.Poisson, 0.3)]
    public void ApplyTwice_AnElectronAndItsReadNoise_AddsTheMeanAndVarianceOfTheory(Thinning thinning, double fraction)
    {
        var camera = Camera with { ReadNoise = 0.5 };
        var recording = GreyImage.From(camera.Expose(Electrons(1), new RandomSource(12)));
        var electrons = recording.Select(counts => (counts - 100) / 2).Samples;
        double Photons(double n) => n <= 0 ? 0 : thinning == Thinning.Poisson ? fraction * n : fraction * (1 - fraction) * n + fraction * fraction * (n - Math.Floor(n)) * (Math.Ceiling(n) - n);

        var (first, second) = new ExposureReduction(new() { Fraction = fraction, Thinning = thinning, Camera = camera }).ApplyTwice(recording, new RandomSource(13));

        foreach (var thinned in new[] { first, second })
        {
            var added = GreyImage.From(thinned);
            for (var i = 0; i < added.Samples.Length; i++) added.Samples[i] -= 100 + 2 * fraction * electrons[i];
            AssertMoments(added, mean: 0, variance: 4 * (electrons.Average(Photons) + 0.25) + 1 / 12.0);
        }
    }

    [TestMethod]
    public void Apply_RampThinnedToATenth_LiesOnThePhotonTransferLine()
    {
        var ramp = new GreyImage(Side, Side);
        for (var i = 0; i < ramp.Samples.Length; i++) ramp.Samples[i] = 100 + 2 * (i % Side) * 4;
        var options = new ExposureReductionOptions { Fraction = 0.1, Thinning = Thinning.Poisson, Camera = Camera };
        var (first, second) = new ExposureReduction(options).ApplyTwice(ramp, new RandomSource(8));
        var line = PhotonTransfer.FromPairs([(GreyImage.From(first), GreyImage.From(second))]);
        Assert.AreEqual(2, line.Gain, 0.05 * 2);
        Assert.AreEqual(1.5, line.ReadNoise(100), 0.3);
    }

    [TestMethod]
    [DataRow(Thinning.Binomial)]
    [DataRow(Thinning.Poisson)]
    public void ApplyTwice_PhotonNoise_GivesIndependentNoise(Thinning thinning)
    {
        var recording = thinning == Thinning.Poisson ? Constant(200) : GreyImage.From((Camera with { ReadNoise = 0 }).Expose(Electrons(200), new RandomSource(3)));
        var (first, second) = new ExposureReduction(new() { Fraction = 0.5, Thinning = thinning, Camera = Camera }).ApplyTwice(recording, new RandomSource(4));
        var (a, b) = (GreyImage.From(first).Samples, GreyImage.From(second).Samples);
        var (meanA, meanB) = (a.Average(), b.Average());
        var covariance = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Average();
        var variance = 4 * (100 + 2.25);
        Assert.AreEqual(0, covariance, 5 * variance / Side);
        Assert.AreEqual(300, meanA, 5 * Math.Sqrt(variance) / Side);
        Assert.AreEqual(300, meanB, 5 * Math.Sqrt(variance) / Side);
    }

    [TestMethod]
    public void Apply_CorrelatedNoise_KeepsTheVarianceAndLinksNeighbours()
    {
        var options = new ExposureReductionOptions { Fraction = 0.5, Thinning = Thinning.Poisson, Camera = Camera, NoiseCorrelation = 0.7 };
        var samples = Apply(options, Constant(200)).Samples;
        var mean = samples.Average();
        var variance = samples.Average(sample => (sample - mean) * (sample - mean));
        var neighbours = Enumerable.Range(0, samples.Length - 1).Average(i => (samples[i] - mean) * (samples[i + 1] - mean));
        Assert.AreEqual(4 * (100 + 2.25), variance, 0.05 * variance);
        Assert.AreEqual(Math.Exp(-1 / (4 * 0.7 * 0.7)), neighbours / variance, 0.03); // Gaussian weights: exp(-d^2 / (4 sigma^2))
    }

    [TestMethod]
    public void Apply_SameSeed_IsTheSame()
    {
        var reduction = new ExposureReduction(new() { Camera = Camera });
        CollectionAssert.AreEqual(reduction.Apply(Constant(50), new RandomSource(2)).Pixels, reduction.Apply(Constant(50), new RandomSource(2)).Pixels);
        CollectionAssert.AreNotEqual(reduction.Apply(Constant(50), new RandomSource(2)).Pixels, reduction.Apply(Constant(50), new RandomSource(3)).Pixels);
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(1.5)]
    [DataRow(double.NaN)]
    public void Constructor_ImpossibleFraction_Throws(double fraction) =>
        Assert.ThrowsExactly<ArgumentException>(() => new ExposureReduction(new() { Fraction = fraction }));

    [TestMethod]
    public void ApplyTwice_MorePhotonsThanThereAre_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => new ExposureReduction(new() { Fraction = 0.6 }).ApplyTwice(Constant(5), new RandomSource(1)));

    private static GreyImage Electrons(double electrons) => new GreyImage(Side, Side).Select(_ => electrons);

    private static GreyImage Constant(double electrons) => new GreyImage(Side, Side).Select(_ => Camera.Offset + Camera.Gain * electrons);

    private static GreyImage Apply(ExposureReductionOptions options, GreyImage recording) =>
        GreyImage.From(new ExposureReduction(options).Apply(recording, new RandomSource(17)));

    private static void AssertMoments(GreyImage image, double mean, double variance)
    {
        var count = image.Samples.Length;
        var actual = image.Samples.Average();
        Assert.AreEqual(mean, actual, 5 * Math.Sqrt(variance / count));
        Assert.AreEqual(variance, image.Samples.Sum(sample => (sample - actual) * (sample - actual)) / (count - 1), 5 * variance * Math.Sqrt(2.1 / count));
    }
}
