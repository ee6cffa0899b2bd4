using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Metrics.Baselines;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tests.Support;

namespace FijiBridge.Engine.Tests.Metrics.Baselines;

[TestClass]
public sealed class BaselinesTests
{
    private static readonly GreyImage Clean = TestImages.Waves(48, 40);
    private static readonly GreyImage Noisy = TestImages.WithNoise(Clean, 15);

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void MedianFilter_NoisyImage_EqualsScipy(int radius)
    {
        var expected = Python.Image($"from scipy.ndimage import median_filter\nresult = median_filter(a, size={2 * radius + 1}, mode='reflect')", Noisy);
        TestImages.AreEqual(expected, MedianFilter.Apply(Noisy, radius), 1e-12);
    }

    [TestMethod]
    public void NonLocalMeans_InsideTheBorder_IsItsDefinition()
    {
        var expected = Python.Image(
            "from scipy.ndimage import uniform_filter\nsums = numpy.zeros_like(a)\nweights = numpy.zeros_like(a)\n" +
            "for v in range(-4, 5):\n  for u in range(-4, 5):\n    b = numpy.roll(a, (v, u), (0, 1))\n" +
            "    d = numpy.maximum(uniform_filter((a - b) ** 2, 5) - 2 * 15 ** 2, 0) / 12 ** 2\n" +
            "    w = numpy.where(d > 5, 0, numpy.exp(-d))\n    sums += w * b\n    weights += w\nresult = sums / weights",
            Noisy);
        var actual = NonLocalMeans.Apply(Noisy, new NonLocalMeansOptions { PatchSide = 5, Reach = 4, Noise = 15, Strength = 12.0 / 15 });
        TestImages.AreEqual(expected.Crop(8, 8, 30, 24), actual.Crop(8, 8, 30, 24), 1e-9);
    }

    [TestMethod]
    public void NonLocalMeans_NoisyImage_RestoresAsWellAsScikitImage()
    {
        // Not pixel by pixel: scikit-image sums over one row and column less than the patch, and counts the pixel itself twice.
        var expected = Python.Image(
            "from skimage.restoration import denoise_nl_means\n" +
            "result = denoise_nl_means(a, patch_size=5, patch_distance=6, h=12.0, sigma=15.0, fast_mode=True)",
            Noisy);
        var actual = NonLocalMeans.Apply(Noisy, new NonLocalMeansOptions { PatchSide = 5, Reach = 6, Noise = 15, Strength = 12.0 / 15 });
        Assert.IsTrue(Psnr.Compute(Clean, actual, 255) > Psnr.Compute(Clean, expected, 255) - 0.1);
        Assert.AreEqual(0, Math.Sqrt(Psnr.MeanSquaredError(expected, actual)), 0.25 * 15);
    }

    [TestMethod]
    public void NonLocalMeans_NoiseEstimated_BeatsTheNoisyImage() =>
        Assert.IsTrue(Psnr.Compute(Clean, NonLocalMeans.Apply(Noisy), 255) > Psnr.Compute(Clean, Noisy, 255) + 3);

    [TestMethod]
    public void NonLocalMeans_ConstantImage_IsItself() =>
        TestImages.AreEqual(new GreyImage(9, 9).Select(_ => 4), NonLocalMeans.Apply(new GreyImage(9, 9).Select(_ => 4)), 0);

    [TestMethod]
    [DataRow(5.0)]
    [DataRow(30.0)]
    public void TotalVariation_NoisyImage_EqualsScikitImage(double weight)
    {
        var expected = Python.Image($"from skimage.restoration import denoise_tv_chambolle\nresult = denoise_tv_chambolle(a, weight={weight})", Noisy);
        TestImages.AreEqual(expected, TotalVariation.Apply(Noisy, weight), 1e-6);
    }

    [TestMethod]
    public void RichardsonLucy_BlurredImage_IsSharperAndKeepsItsLight()
    {
        var psf = PointSpreadFunction.Gaussian(1.5);
        var blurred = psf.Blur(Clean);
        var restored = RichardsonLucy.Apply(blurred, psf, 50);
        Assert.IsTrue(Psnr.Compute(Clean, restored, 255) > Psnr.Compute(Clean, blurred, 255) + 6);
        Assert.AreEqual(blurred.Samples.Average(), restored.Samples.Average(), 0.5);
        Assert.IsTrue(restored.Samples.Min() >= 0);
    }

    [TestMethod]
    public void BicubicUpsampling_InsideTheBorder_EqualsPillow()
    {
        var expected = Python.Image(
            "from PIL import Image\nimage = Image.fromarray(a.astype('float32'))\n" +
            "result = numpy.array(image.resize((a.shape[1] * 2, a.shape[0] * 2), Image.BICUBIC))",
            Noisy);
        var actual = BicubicUpsampling.Apply(Noisy, 2);
        TestImages.AreEqual(expected.Crop(8, 8, 80, 64), actual.Crop(8, 8, 80, 64), 1e-3);
    }

    [TestMethod]
    public void BestGaussian_KnownTruth_IsTheBestOfTheList()
    {
        double Error(GreyImage image) => Psnr.MeanSquaredError(Clean, image);
        var best = BestGaussian.Choose(Noisy, Error);
        CollectionAssert.Contains(BestGaussian.Sigmas.ToArray(), best.Sigma);
        foreach (var sigma in BestGaussian.Sigmas) Assert.IsTrue(Error(best.Image) <= Error(GaussianFilter.Apply(Noisy, sigma)));
    }
}
