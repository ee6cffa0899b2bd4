using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Metrics.Baselines;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tests.Support;

namespace FijiBridge.Engine.Tests.Metrics.Baselines;

[TestClass]
public sealed class StabilisedNonLocalMeansTests
{
    [TestMethod]
    public void Apply_PhotonNoise_IsFarBetterThanOneNoiseForTheWholeImage()
    {
        var (camera, electrons) = (new Camera(), new SyntheticCells(128, 128, seed: 5).Frame(0, 0).Select(light => 2 + 60 * light));
        var (clean, noisy) = (GreyImage.From(camera.ExposeWithoutNoise(electrons)), GreyImage.From(camera.Expose(electrons, new RandomSource(1))));
        double Error(GreyImage image) => Psnr.Compute(clean, image, 255);
        var restored = StabilisedNonLocalMeans.Apply(noisy);
        Assert.IsGreaterThan(Error(NonLocalMeans.Apply(noisy)) + 1, Error(restored));
        // The way back is without bias: light is neither lost nor won.
        Assert.AreEqual(noisy.Samples.Average(), restored.Samples.Average(), 0.01 * (noisy.Samples.Average() - camera.Offset));
    }

    [TestMethod]
    public void Apply_WhiteNoiseInFewPixels_IsThePlainFilter()
    {
        var noisy = TestImages.WithNoise(TestImages.Waves(24, 24), 15);
        TestImages.AreEqual(NonLocalMeans.Apply(noisy), StabilisedNonLocalMeans.Apply(noisy), 0);
    }
}
