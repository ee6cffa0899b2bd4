using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Metrics.Baselines;
using FijiBridge.Engine.Tests.Support;

namespace FijiBridge.Engine.Tests.Metrics;

[TestClass]
public sealed class EvaluationTests
{
    [TestMethod]
    public void Evaluate_NoisyPair_ScoresEachMethodAgainstTheTruth()
    {
        var clean = TestImages.Waves(40, 40);
        var noisy = TestImages.WithNoise(clean, 20);
        var scores = Evaluation.Evaluate("pair", noisy, clean, clean, new EvaluationOptions { DataRange = 255 });
        Assert.AreEqual(Psnr.Compute(clean, noisy, 255), scores.Noisy.Psnr);
        Assert.AreEqual(Psnr.Compute(clean, MedianFilter.Apply(noisy), 255), scores.Median.Psnr);
        Assert.IsTrue(scores.Smoothed.Psnr > scores.Noisy.Psnr);
        Assert.AreEqual(double.PositiveInfinity, scores.Restored!.Psnr);
        Assert.AreEqual(1, scores.Restored.Ssim, 1e-12);
    }

    [TestMethod]
    public void Evaluate_Affine_ForgivesScaleAndOffset()
    {
        var clean = TestImages.Waves(40, 40);
        var noisy = TestImages.WithNoise(clean, 5);
        var stretched = noisy.Select(sample => 3 * sample - 50);
        var options = new EvaluationOptions { DataRange = 255, Affine = true };
        var (plain, affine) = (Evaluation.Evaluate("a", noisy, clean, null, options), Evaluation.Evaluate("b", stretched, clean, null, options));
        Assert.AreEqual(plain.Noisy.Psnr, affine.Noisy.Psnr, 1e-9);
        Assert.IsNull(plain.Restored);
    }

    [TestMethod]
    public void RangeFor_NotStated_IsTheSpanOfTheTruth() =>
        Assert.AreEqual(190, new EvaluationOptions().RangeFor(TestImages.Waves(200, 200)), 20);

    [TestMethod]
    public void Mean_TwoPairs_IsHalfWay()
    {
        var clean = TestImages.Waves(30, 30);
        var options = new EvaluationOptions { DataRange = 255 };
        var pairs = new[] { 5, 25 }.Select(noise => Evaluation.Evaluate("p", TestImages.WithNoise(clean, noise), clean, null, options)).ToList();
        Assert.AreEqual((pairs[0].Nlm.Psnr + pairs[1].Nlm.Psnr) / 2, Evaluation.Mean(pairs).Nlm.Psnr, 1e-12);
    }
}
