using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tests.Images;

[TestClass]
public sealed class GreyImageTests
{
    private static readonly GreyImage Image = new(3, 2, [1, 2, 3, 4, 5, 6]);

    [TestMethod]
    public void ToPlane_AndBack_KeepsWholeNumbers() =>
        CollectionAssert.AreEqual(Image.Samples, GreyImage.From(Image.ToPlane(PixelType.UInt16)).Samples);

    [TestMethod]
    public void Crop_OfASecondRow_HoldsItsPixels() => CollectionAssert.AreEqual(new double[] { 5, 6 }, Image.Crop(1, 1, 2, 1).Samples);

    [TestMethod]
    [DataRow(0.0, 1.0)]
    [DataRow(0.5, 3.5)]
    [DataRow(0.9, 5.5)]
    [DataRow(1.0, 6.0)]
    public void Quantile_OfSixSamples_IsInterpolated(double fraction, double expected) => Assert.AreEqual(expected, Image.Quantile(fraction), 1e-12);

    [TestMethod]
    public void Constructor_WrongLength_Throws() => Assert.ThrowsExactly<ArgumentException>(() => new GreyImage(2, 2, new double[3]));
}
