using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Engine.Tests.Training.Recipes;

[TestClass]
public sealed class SyntheticNoiseTests
{
    private static GreyImage Grey(double value) => new GreyImage(200, 200).Select(_ => value);

    [TestMethod]
    [DataRow(0.02, 0.0, 50.0)]
    [DataRow(0.5, 0.0, 50.0)]
    [DataRow(0.95, 0.0, 50.0)]
    [DataRow(0.1, 0.1, 1e9)]
    public void Record_InEightBits_TargetIsTheMeanOfManyRecordings(double signal, double readNoise, double photons)
    {
        // 1.0 becomes 240 counts: the brighter greys are clipped at 255, the darker ones with read noise at 0.
        var (noisy, target) = new SyntheticNoise(photons, readNoise, null, 240, 5, 255).Record(Grey(signal), new RandomSource(2));

        Assert.AreEqual(noisy.Samples.Average(), target.Samples[0], 0.8);
        Assert.IsTrue(noisy.Samples.All(sample => sample is >= 0 and <= 255 && sample == Math.Round(sample)));
    }

    [TestMethod]
    public void Record_WithAKernel_KeepsTheVarianceAndCorrelatesNeighbours()
    {
        var kernel = new NoiseKernel([0.6, 0.8], [1], 1);
        var (noisy, _) = new SyntheticNoise(double.PositiveInfinity, 0.1, kernel, 1, 0, 0).Record(Grey(0), new RandomSource(3));

        Assert.AreEqual(0.01, noisy.Samples.Average(sample => sample * sample), 5e-4);
        var together = Enumerable.Range(0, noisy.Samples.Length - 1).Average(i => noisy.Samples[i] * noisy.Samples[i + 1]);
        Assert.AreEqual(0.48 * 0.01, together, 5e-4);
    }

    [TestMethod]
    public void Draw_AnyNumber_RecordsWhatANetworkCanLearn()
    {
        var signal = TestImages.Waves(64, 64).Select(sample => sample / 255);
        for (var number = 0; number < 60; number++)
        {
            var random = new RandomSource(4, number);
            var (noisy, target) = SyntheticNoise.Draw(random, 0.5).Record(signal, random);
            var field = LearningSquare.Of([noisy], target, target, double.NegativeInfinity, random);
            Assert.IsTrue(field.Channels.All(channel => channel.All(float.IsFinite)) && field.Target.All(float.IsFinite), $"number {number}");
            Assert.AreEqual(noisy.Samples.Average(), target.Samples.Average(), 0.02 * (target.Samples.Max() - target.Samples.Min()), $"number {number}");
        }
    }
}
