using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Tests.Simulation;

[TestClass]
public sealed class SyntheticCellsTests
{
    [TestMethod]
    public void Frame_SameSeed_IsTheSameInAnyOrder()
    {
        var first = new SyntheticCells(40, 30, seed: 4);
        first.Frame(1, 2);
        CollectionAssert.AreEqual(first.Frame(0, 3).Samples, new SyntheticCells(40, 30, seed: 4).Frame(0, 3).Samples);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void Frame_AnyLabel_MovesAndFillsTheRange(int channel)
    {
        var cells = new SyntheticCells(128, 96, seed: 2);
        var (now, later) = (cells.Frame(channel, 0), cells.Frame(channel, 5));
        Assert.AreEqual(1, now.Quantile(0.999), 1e-9);
        Assert.IsTrue(now.Samples.Min() >= 0);
        Assert.IsTrue(now.Quantile(0.5) < 0.5, "most of a fluorescence image is dark");
        CollectionAssert.AreNotEqual(now.Samples, later.Samples);
    }

    [TestMethod]
    public void Frame_OtherSeed_IsAnotherSample() =>
        CollectionAssert.AreNotEqual(new SyntheticCells(20, 20, 1).Frame(0, 0).Samples, new SyntheticCells(20, 20, 2).Frame(0, 0).Samples);

    [TestMethod]
    public void Frame_OnePixel_IsAPicture() => Assert.AreEqual(1, new SyntheticCells(1, 1).Frame(0, 0).Samples.Length);

    [TestMethod]
    public void Expose_ManyPixelsOfOneBrightness_LieOnThePhotonTransferLine()
    {
        var camera = new Camera { Gain = 2.5, Offset = 100, ReadNoise = 3 };
        var counts = GreyImage.From(camera.Expose(new GreyImage(200, 200).Select(_ => 50), new RandomSource(9))).Samples;
        var mean = counts.Average();
        var variance = counts.Sum(count => (count - mean) * (count - mean)) / counts.Length;
        var expected = 2.5 * 2.5 * (50 + 9) + 1 / 12.0;
        Assert.AreEqual(100 + 2.5 * 50, mean, 5 * Math.Sqrt(expected / counts.Length));
        Assert.AreEqual(expected, variance, 5 * expected * Math.Sqrt(2.05 / counts.Length));
    }

    [TestMethod]
    public void Expose_TooBright_IsClippedAtTheBitDepth()
    {
        var plane = new Camera { BitDepth = 8, Gain = 10 }.Expose(new GreyImage(4, 4).Select(_ => 1000), new RandomSource(1));
        Assert.AreEqual(PixelType.UInt8, plane.PixelType);
        Assert.IsTrue(plane.Pixels.All(sample => sample == 255));
    }
}
