using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tests.Support;

namespace FijiBridge.Engine.Tests.Simulation;

[TestClass]
public sealed class PhotonTransferTests
{
    private static readonly Lazy<GreyImage[]> Cells = new(() =>
    {
        var cells = new SyntheticCells(256, 256, seed: 3);
        return [.. Enumerable.Range(0, 9).Select(i => cells.Frame(i % 3, i / 3 * 4))];
    });

    [TestMethod]
    [DataRow(2.0, 100.0, 2.0, 150.0)]
    [DataRow(0.46, 100.0, 1.6, 400.0)]
    [DataRow(8.0, 500.0, 4.0, 100.0)]
    public void FromPairs_SyntheticStack_FindsGainAndReadNoiseWithinFivePercent(double gain, double offset, double readNoise, double electrons)
    {
        var camera = new Camera { Gain = gain, Offset = offset, ReadNoise = readNoise };
        var pairs = Cells.Value.Select((frame, i) => (Expose(camera, frame, electrons, 2 * i), Expose(camera, frame, electrons, 2 * i + 1)));
        var line = PhotonTransfer.FromPairs(pairs);
        Assert.AreEqual(gain, line.Gain, 0.05 * gain);
        Assert.AreEqual(readNoise, line.ReadNoise(offset), 0.05 * readNoise);
    }

    [TestMethod]
    [DataRow(2.0, 100.0, 2.0, 150.0)]
    [DataRow(0.46, 100.0, 1.6, 400.0)]
    [DataRow(8.0, 500.0, 4.0, 100.0)]
    public void FromImages_SyntheticStack_FindsGainAndReadNoiseWithinFivePercent(double gain, double offset, double readNoise, double electrons)
    {
        var camera = new Camera { Gain = gain, Offset = offset, ReadNoise = readNoise };
        var line = PhotonTransfer.FromImages(Cells.Value.Select((frame, i) => Expose(camera, frame, electrons, i)));
        Assert.AreEqual(gain, line.Gain, 0.05 * gain);
        Assert.AreEqual(readNoise, line.ReadNoise(offset), 0.05 * readNoise);
    }

    [TestMethod]
    public void ToCamera_OffsetUnknown_HasTheSameNoise()
    {
        var line = new PhotonTransfer(Gain: 2, Intercept: -190, Darkest: 101);
        var camera = line.ToCamera(bitDepth: 12);
        Assert.AreEqual(95, camera.Offset);
        Assert.AreEqual(0, camera.ReadNoise);
        var known = line.ToCamera(bitDepth: 12, offset: 100);
        Assert.AreEqual(Math.Sqrt(10) / 2, known.ReadNoise, 1e-12);
    }

    [TestMethod]
    public void FromImages_NothingButWhiteNoise_Throws()
    {
        var image = TestImages.WithNoise(new GreyImage(20, 20).Select(_ => 100), 3);
        Assert.ThrowsExactly<ArgumentException>(() => PhotonTransfer.FromImages([image]));
    }

    [TestMethod]
    public void NoiseLevel_WavesWithNoise_IsNearTheTruth() =>
        Assert.AreEqual(8, NoiseLevel.Estimate(TestImages.WithNoise(TestImages.Waves(128, 128), 8)), 0.05 * 8);

    private static GreyImage Expose(Camera camera, GreyImage frame, double electrons, long stream) =>
        GreyImage.From(camera.Expose(frame.Select(light => 0.5 + electrons * light), new RandomSource(21, stream)));
}
