using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tests.Support;

namespace FijiBridge.Engine.Tests.Simulation;

[TestClass]
public sealed class BlurAndArtefactsTests
{
    [TestMethod]
    public void Blur_GaussianPsf_EqualsTheSeparableFilter()
    {
        var image = TestImages.WithNoise(TestImages.Waves(25, 18), 5);
        TestImages.AreEqual(GaussianFilter.Apply(image, 1.3), PointSpreadFunction.Gaussian(1.3).Blur(image), 1e-9);
    }

    [TestMethod]
    public void Blur_LopsidedPsf_EqualsScipyConvolution()
    {
        var image = TestImages.Waves(20, 16);
        var weights = new GreyImage(5, 3, [1, 2, 0, 4, 1, 0, 3, 5, 1, 0, 2, 0, 1, 6, 2]);
        var expected = Python.Image("from scipy.ndimage import convolve\nresult = convolve(a, b / b.sum(), mode='reflect')", image, weights);
        TestImages.AreEqual(expected, new PointSpreadFunction(weights).Blur(image), 1e-9);
    }

    [TestMethod]
    public void BlurBackwards_InsideTheImage_IsTheTranspose()
    {
        var psf = new PointSpreadFunction(new GreyImage(3, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9]));
        var (from, to) = (new GreyImage(9, 9), new GreyImage(9, 9));
        from[4, 4] = 1;
        to[5, 3] = 1;
        Assert.AreEqual(psf.Blur(from)[5, 3], psf.BlurBackwards(to)[4, 4], 1e-15);
        Assert.AreNotEqual(psf.Blur(to)[4, 4], psf.Blur(from)[5, 3]);
    }

    [TestMethod]
    public void PointSpreadFunction_EvenOrNegative_Throws()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new PointSpreadFunction(new GreyImage(2, 1, [1, 1])));
        Assert.ThrowsExactly<ArgumentException>(() => new PointSpreadFunction(new GreyImage(3, 1, [-1, 1, 1])));
        Assert.ThrowsExactly<ArgumentException>(() => new PointSpreadFunction(new GreyImage(1, 1)));
    }

    [TestMethod]
    public void Bin_TwoByTwo_IsTheMeanOfEachBlock()
    {
        var binned = Downsampling.Bin(new GreyImage(5, 2, [1, 2, 3, 4, 99, 5, 6, 7, 8, 99]), 2);
        CollectionAssert.AreEqual(new[] { 3.5, 5.5 }, binned.Samples);
    }

    [TestMethod]
    public void Stripes_AlongRows_ShiftWholeRows()
    {
        var striped = Artefacts.Stripes(new GreyImage(4, 200), 3, new RandomSource(1));
        for (var y = 0; y < 200; y++) Assert.AreEqual(striped[0, y], striped[3, y]);
        var deviation = Math.Sqrt(Enumerable.Range(0, 200).Average(y => striped[0, y] * striped[0, y]));
        Assert.AreEqual(3, deviation, 5 * 3 / Math.Sqrt(400));
    }

    [TestMethod]
    public void HotPixels_OnePercent_AreThatMany()
    {
        var hot = Artefacts.HotPixels(new GreyImage(200, 200), 0.01, 255, new RandomSource(1)).Samples.Count(sample => sample == 255);
        Assert.AreEqual(400, hot, 5 * Math.Sqrt(400));
    }

    [TestMethod]
    public void LineOffset_HalfAPixel_MovesOddRowsOnly()
    {
        var shifted = Artefacts.LineOffset(new GreyImage(4, 2, [0, 4, 8, 12, 0, 4, 8, 12]), 0.5);
        CollectionAssert.AreEqual(new double[] { 0, 4, 8, 12, 0, 2, 6, 10 }, shifted.Samples);
    }

    [TestMethod]
    public void JpegBlocks_LowQuality_KeepsMeansAndLosesDetail()
    {
        var image = TestImages.WithNoise(TestImages.Waves(20, 20), 10);
        var (good, bad) = (Artefacts.JpegBlocks(image, 100, 0, 255), Artefacts.JpegBlocks(image, 10, 0, 255));
        double Error(GreyImage other) => FijiBridge.Engine.Metrics.Psnr.MeanSquaredError(image, other);
        Assert.IsTrue(Error(good) < 1, $"{Error(good)}");
        Assert.IsTrue(Error(bad) > 20 * Error(good), $"{Error(bad)}");
        Assert.AreEqual(image.Samples.Average(), bad.Samples.Average(), 5);
    }

    [TestMethod]
    public void JpegBlocks_ConstantBlock_IsRoundedToTheStepOfItsMean()
    {
        // At quality 50 the mean of a block times 8 is rounded to steps of 16: means to steps of 2.
        var block = Artefacts.JpegBlocks(new GreyImage(8, 8).Select(_ => 131.4), 50, 0, 255);
        Assert.IsTrue(block.Samples.All(sample => sample == 132), $"{block[0, 0]}");
    }
}
