using FijiBridge.Bridge.Commands.Demo;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Tests.Commands.Demo;

[TestClass]
public sealed class DemoSampleTests
{
    private static readonly DemoSample Small = new() { Side = 48, Frames = 2 };
    private static readonly TemporaryFolder Folder = new();
    private static readonly DemoFiles Sample = new(Folder.Path);

    [ClassInitialize]
    public static void Write(TestContext context)
    {
        Small.Write(Sample);
        File.Copy(Sample.Truth, Sample.Restored);
    }

    [ClassCleanup]
    public static void Delete() => Folder.Dispose();

    [TestMethod]
    public void Write_ASample_GivesTwoCalibratedStacksOfTheSameSize()
    {
        foreach (var path in new[] { Sample.Noisy, Sample.Truth })
        {
            using var reader = TiffPlaneReader.Open(path);
            Assert.AreEqual(new StackShape(48, 48, frames: 2), reader.Shape);
            Assert.AreEqual(PixelType.UInt16, reader.PixelType);
            Assert.AreEqual((0.1, 0.1, 2.0), (reader.Metadata.PixelSizeX, reader.Metadata.PixelSizeY, reader.Metadata.FrameInterval));
        }
    }

    [TestMethod]
    public void Write_ASample_HasNoiseWithoutBiasAroundTheTruth()
    {
        var (noisy, truth) = (DemoScores.Frames(Sample.Noisy)[1], DemoScores.Frames(Sample.Truth)[1]);
        var differences = noisy.Samples.Zip(truth.Samples, (seen, real) => seen - real).ToArray();
        // Standard deviation of the mean of 2304 pixels with at least 2 electrons of light, 1.6 electrons of read noise and a gain of 2.
        var deviation = Math.Sqrt(differences.Average(difference => difference * difference));
        Assert.IsGreaterThan(2 * Math.Sqrt(2 + 1.6 * 1.6), deviation);
        Assert.AreEqual(0, differences.Average(), 4 * deviation / 48);
    }

    [TestMethod]
    public void Scores_OfTheTruthItself_ArePerfectAndOfTheNoisyStackAreNot()
    {
        var scores = DemoScores.Of(Sample);
        Assert.AreEqual(new DemoScore(double.PositiveInfinity, 1), scores.Restored);
        Assert.IsLessThan(30, scores.Noisy.Psnr);
        Assert.IsLessThan(0.9, scores.Noisy.Ssim);
    }

    [TestMethod]
    public void Picture_OfASample_IsAPng()
    {
        DemoPicture.Write(Sample, DemoScores.Of(Sample));
        CollectionAssert.AreEqual(new byte[] { 137, 80, 78, 71 }, File.ReadAllBytes(Sample.Picture)[..4]);
    }
}
