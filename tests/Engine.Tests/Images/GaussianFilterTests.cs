using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tests.Support;

namespace FijiBridge.Engine.Tests.Images;

[TestClass]
public sealed class GaussianFilterTests
{
    [TestMethod]
    [DataRow(31, 17, 0.7)]
    [DataRow(31, 17, 2.5)]
    [DataRow(3, 5, 4.0)]
    public void Apply_AnyImage_EqualsScipy(int width, int height, double sigma)
    {
        var image = TestImages.WithNoise(TestImages.Waves(width, height), 10);
        var expected = Python.Image($"from scipy.ndimage import gaussian_filter\nresult = gaussian_filter(a, {sigma}, mode='reflect')", image);
        TestImages.AreEqual(expected, GaussianFilter.Apply(image, sigma), 1e-9);
    }

    [TestMethod]
    public void Apply_ConstantImage_StaysConstant() =>
        TestImages.AreEqual(new GreyImage(9, 4).Select(_ => 3), GaussianFilter.Apply(new GreyImage(9, 4).Select(_ => 3), 2), 1e-12);

    [TestMethod]
    [DataRow(-1, 0)]
    [DataRow(-4, 3)]
    [DataRow(-5, 3)]
    [DataRow(4, 3)]
    [DataRow(8, 0)]
    [DataRow(12, 3)]
    public void Mirror_OutsideFourPixels_RepeatsTheBorder(int index, int expected) => Assert.AreEqual(expected, GaussianFilter.Mirror(index, 4));
}
