using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Architectures;
using FijiBridge.Engine.Training.Pairs;

namespace FijiBridge.Engine.Tests.Training.Pairs;

[TestClass]
public class HeldOutTests
{
    [TestMethod]
    public void Score_OfANetworkThatHandsItsInputOn_IsThatOfTheNoisyImages()
    {
        // 37 x 41 pixels do not fit a network that halves twice: they are padded for it and cut again.
        var heldOut = new HeldOut([[Plane(37, 41, 1)], [Plane(37, 41, 2)]]);
        var network = new Network(new UNet(2, 2));
        using var runner = new NetworkRunner(network, new float[network.Layout.Count], 1);

        Assert.AreEqual(heldOut.NoisyPsnr(), heldOut.Score(runner), 1e-4);
        Assert.IsGreaterThan(heldOut.NoisyPsnr(), heldOut.SmoothedPsnr());
        CollectionAssert.AreEqual(heldOut.Preview!.Value.Noisy.Samples, heldOut.Preview.Value.Restored.Samples);
        Assert.IsTrue(heldOut.Ssim is > 0 and < 1);
    }

    [TestMethod]
    public void Score_WhereTheMaskSaysSo_DoesNotCount()
    {
        var clean = Enumerable.Range(0, 1024).Select(i => MathF.Sin(i * 0.1f)).ToArray();
        var spoilt = clean.Select((sample, i) => i < 512 ? sample + 5 : sample + 0.1f).ToArray();
        var mask = Enumerable.Range(0, 1024).Select(i => i >= 512).ToArray();
        TrainingPair Plane(bool[]? counts) => new("f", 32, 32, 1, [spoilt], clean, counts, new PairReport("p", default, false, 1, 0, 0, 0));

        Assert.AreEqual(20 * Math.Log10(50), new HeldOut([[Plane(mask)]]).NoisyPsnr() - new HeldOut([[Plane([.. mask.Select(counts => !counts)])]]).NoisyPsnr(), 1e-3);
    }

    /// <summary>Sparse samples: what is judged is the middle of a plane, where there may be nothing.</summary>
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Psnr_OfAnEmptyMiddle_IsANumber(bool counts)
    {
        const int side = 300;
        var clean = Enumerable.Range(0, side * side).Select(i => i < 40 ? 1f : 0).ToArray();
        var mask = Enumerable.Repeat(counts, side * side).ToArray();
        var plane = new TrainingPair("f", side, side, 1, [[.. clean.Select(sample => sample + 0.1f)]], clean, mask, new PairReport("p", default, false, 1, 0, 0, 0));

        Assert.AreEqual(counts ? 20 : 120, new HeldOut([[plane]]).NoisyPsnr(), 1e-3);
    }

    private static TrainingPair Plane(int width, int height, int seed)
    {
        var random = new Random(seed);
        var clean = Enumerable.Range(0, width * height).Select(i => (float)PairFiles.Blobs(seed, i % width, i / width) / 500).ToArray();
        var noisy = clean.Select(sample => sample + (float)(random.NextDouble() - 0.5)).ToArray();
        return new TrainingPair($"f{seed}", width, height, 1, [noisy], clean, null, new PairReport("p", default, false, 1, 0, 0, 0));
    }
}
