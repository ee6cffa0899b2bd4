using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Tests.Support;

namespace FijiBridge.Engine.Tests.Metrics;

[TestClass]
public sealed class MetricsTests
{
    [TestMethod]
    public void Psnr_HandComputed_IsThatNumber()
    {
        var reference = new GreyImage(2, 1, [10, 20]);
        var image = new GreyImage(2, 1, [13, 16]);
        Assert.AreEqual(37.16, Psnr.Compute(reference, image, 255), 0.01); // MSE 12.5: 48.13 - 10.97 dB
        Assert.AreEqual(double.PositiveInfinity, Psnr.Compute(reference, reference, 255));
    }

    [TestMethod]
    public void Nrmse_HandComputed_IsThatNumber() =>
        Assert.AreEqual(Math.Sqrt(12.5 / 250), Nrmse.Compute(new GreyImage(2, 1, [10, 20]), new GreyImage(2, 1, [13, 16])), 1e-12);

    [TestMethod]
    [DataRow(11, 11, 255.0)]
    [DataRow(40, 23, 255.0)]
    [DataRow(64, 64, 4095.0)]
    public void PsnrSsimNrmse_NoisyImage_EqualScikitImage(int width, int height, double range)
    {
        var reference = TestImages.Waves(width, height);
        var image = TestImages.WithNoise(reference, 20);
        var expected = Python.Numbers(
            $"from skimage import metrics as m\nr = {range}\n" +
            "print(m.peak_signal_noise_ratio(a, b, data_range=r), " +
            "m.structural_similarity(a, b, data_range=r, gaussian_weights=True, sigma=1.5, use_sample_covariance=False), " +
            "m.normalized_root_mse(a, b))",
            reference,
            image);
        Assert.AreEqual(expected[0], Psnr.Compute(reference, image, range), 1e-6);
        Assert.AreEqual(expected[1], Ssim.Compute(reference, image, range), 1e-6);
        Assert.AreEqual(expected[2], Nrmse.Compute(reference, image), 1e-6);
    }

    [TestMethod]
    public void Ssim_EqualImages_IsOne() =>
        Assert.AreEqual(1, Ssim.Compute(TestImages.Waves(20, 20), TestImages.Waves(20, 20), 255), 1e-12);

    [TestMethod]
    public void Ssim_SmallerThanItsWindow_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => Ssim.Compute(new GreyImage(10, 20), new GreyImage(10, 20), 255));

    [TestMethod]
    public void Psnr_DifferentSizes_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => Psnr.Compute(new GreyImage(2, 3), new GreyImage(3, 2), 255));

    [TestMethod]
    public void AffineMatching_ScaledAndShifted_FindsScaleAndShift()
    {
        var image = TestImages.Waves(30, 20);
        var fit = AffineMatching.Fit(image, image.Select(sample => 2.5 * sample - 40));
        Assert.AreEqual(2.5, fit.Gain, 1e-9);
        Assert.AreEqual(-40, fit.Offset, 1e-7);
        Assert.AreEqual(2.5 * image[3, 4] - 40, fit.Apply(image)[3, 4], 1e-7);
    }

    [TestMethod]
    public void AffineMatching_MaskedOutlier_IsNotCounted()
    {
        var from = new GreyImage(4, 1, [1, 2, 3, 4]);
        var to = new GreyImage(4, 1, [3, 5, 7, 1000]);
        var fit = AffineMatching.Fit(from, to, [true, true, true, false]);
        Assert.AreEqual(2, fit.Gain, 1e-12);
        Assert.AreEqual(1, fit.Offset, 1e-12);
    }

    [TestMethod]
    public void AffineMatching_ConstantSource_IsTheMean() =>
        Assert.AreEqual(new AffineMatching(0, 6), AffineMatching.Fit(new GreyImage(2, 1, [5, 5]), new GreyImage(2, 1, [4, 8])));
}
