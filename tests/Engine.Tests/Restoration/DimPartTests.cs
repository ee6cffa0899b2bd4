using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Tests.Models;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Restoration;

/// <summary>What is bright must not decide how well the dim is restored.</summary>
[TestClass]
public sealed class DimPartTests
{
    private const int Side = 160, Deviation = 20;

    private static readonly IntensityProcessing Scaling = new([new ProcessingStep("zero_mean_unit_variance", new Dictionary<string, object?>())], []);

    private static readonly GreyImage Noisy = TestImages.WithNoise(TestImages.Waves(Side, Side), Deviation).Select(sample => Math.Round(400 + sample));

    private static RestorationEngine _engine = null!;

    [ClassInitialize]
    public static void Start(TestContext _) => _engine = RestorationEngine.Start(new EngineOptions { Device = "cpu" });

    [ClassCleanup]
    public static async Task End() => await _engine.DisposeAsync();

    private static double FromDebris(int x, int y) => Math.Sqrt(Math.Pow(x - 60, 2) + Math.Pow(y - 70, 2));

    // Of a hundredth to a tenth of the image, with a rim of a few pixels.
    private static GreyImage WithDebris(GreyImage image, double radius, double light)
    {
        var result = image.Select(sample => sample);
        for (var y = 0; y < Side; y++)
        for (var x = 0; x < Side; x++)
            result[x, y] = Math.Round(image[x, y] + light / (1 + Math.Exp((FromDebris(x, y) - radius) / 0.7)));
        return result;
    }

    [TestMethod]
    [DataRow("denoise", 10, 60000)]
    [DataRow("denoise", 25, 60000)]
    [DataRow("denoise", 25, 6000)]
    [DataRow("denoise-fast", 25, 60000)]
    [DataRow("artefacts", 10, 60000)]
    [DataRow("superres2", 25, 60000)]
    public async Task Restore_DebrisBesideDimCells_LeavesTheseAsTheyWouldBeWithoutIt(string model, int radius, int light)
    {
        var spoilt = WithDebris(Noisy, radius, light);
        var (alone, beside) = (await RestoredFrames.OfAsync(_engine, model, PixelType.UInt16, Noisy), await RestoredFrames.OfAsync(_engine, model, PixelType.UInt16, spoilt));

        var (expected, actual) = (alone.Frames[0], beside.Frames[0]);
        var scale = actual.Width / Side;
        double sum = 0, count = 0;
        for (var y = 0; y < actual.Height; y++)
        for (var x = 0; x < actual.Width; x++)
        {
            var distance = FromDebris(x / scale, y / scale);
            // The debris itself is not lost, and no darker.
            if (distance < radius - 4) Assert.AreEqual(spoilt[x / scale, y / scale], actual[x, y], 0.02 * light);
            if (distance > radius + 12) (sum, count) = (sum + Math.Pow(actual[x, y] - expected[x, y], 2), count + 1);
        }
        // A fifth of the noise; without care nearly all of it remains.
        Assert.IsLessThan(Deviation / 5.0, Math.Sqrt(sum / count));
        StringAssert.Contains(string.Join("\n", beside.Outcome.Warnings), "in channel 1 what is dim, up to ");
        Assert.DoesNotContain("what is dim", string.Join("\n", alone.Outcome.Warnings));
    }

    [TestMethod]
    public async Task Restore_DebrisInOneChannelOfAMosaic_IsLookedAtTwiceThereInEveryTile()
    {
        // Several tiles, and more than go to the device together, each beside the other: the same cells over and over, with debris in each of the second channel.
        const int copies = 8;
        var shape = new StackShape(copies * Side, copies * Side, channels: 2);
        var spoilt = WithDebris(Noisy, 20, 60000);
        using var file = Stacks.Write(shape, PixelType.UInt16, (index, x, y) => (index.Channel == 0 ? Noisy : spoilt)[x % Side, y % Side]);
        using var reader = TiffPlaneReader.Open(file);
        using var output = new MemoryStream();
        RestoreProgress? last = null;
        var outcome = await _engine.RestoreAsync(new RestoreJob(_engine.Catalog.Find("denoise-fast")), reader, output, new Listener(progress => last = progress));

        StringAssert.Contains(string.Join("\n", outcome.Warnings), "in channel 2 what is dim");
        Assert.DoesNotContain("in channel 1 what is dim", string.Join("\n", outcome.Warnings));
        Assert.IsGreaterThan(16, last!.TilesTotal);
        Assert.AreEqual(last.TilesTotal, last.TilesDone);
        output.Position = 0;
        using var result = TiffPlaneReader.Open(output);
        var (alone, beside) = (GreyImage.From(result.ReadPlane(new PlaneIndex(0, 0, 0))), GreyImage.From(result.ReadPlane(new PlaneIndex(1, 0, 0))));
        double worst = 0;
        for (var top = 0; top < copies; top++)
        for (var left = 0; left < copies; left++)
        {
            double sum = 0, count = 0;
            for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
                if (FromDebris(x, y) > 32) (sum, count) = (sum + Math.Pow(alone[left * Side + x, top * Side + y] - beside[left * Side + x, top * Side + y], 2), count + 1);
            worst = Math.Max(worst, Math.Sqrt(sum / count));
        }
        // A fifth of the noise, in every copy.
        Assert.IsLessThan(Deviation / 5.0, worst);
    }

    [TestMethod]
    public async Task Restore_NoiseThatTheUserGives_IsThatOfTheWhole()
    {
        using var reader = TiffPlaneReader.Open(Stacks.Write(new StackShape(Side, Side), PixelType.UInt16, (_, x, y) => WithDebris(Noisy, 20, 60000)[x, y]));
        var job = new RestoreJob(_engine.Catalog.Find("denoise-fast"), new Dictionary<string, double> { ["noise_variance"] = 0.2 });
        Assert.DoesNotContain("what is dim", string.Join("\n", (await _engine.RestoreAsync(job, reader, new MemoryStream())).Warnings));
    }

    [TestMethod]
    public void Of_CellsBesideDebris_AreTheCellsWithoutItsRim()
    {
        // Cells of 100 to 199; of 10,000 pixels 300 of debris, and 30 of its rim.
        double[] values = [.. Enumerable.Range(0, 100).Select(i => 100.0 + i), .. Enumerable.Range(1, 30).Select(i => 200.0 + 300 * i), 10000];
        double[] counts = [.. Enumerable.Repeat(96.7, 100), .. Enumerable.Repeat(1.0, 30), 300];
        var part = DimPart.Of(Scaling, new IntensityDistribution(values, counts), new ChannelNoise(0, 25, 0))!;
        // As a uniform distribution has it.
        Assert.AreEqual(149.5, 149.5 - part.Scaling.Scaled(149.5) * part.Scaling.Deviation, 2);
        Assert.AreEqual(99 / Math.Sqrt(12), part.Scaling.Deviation, 2);
        Assert.AreEqual(25 / Math.Pow(part.Scaling.Deviation, 2), part.Scaling.Noise!.Variance, 1e-9);
        Assert.IsNull(part.Scaling.Dim);
        Assert.IsGreaterThan(199, part.Full);
        Assert.IsLessThan(part.Scaling.Limits!.Value.Most, part.None);
    }

    [TestMethod]
    public void Of_CellsThatDoNotDrown_IsNothing()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => 100.0 + i), 1000], counts = [.. Enumerable.Repeat(97.0, 100), 300];
        var whole = new IntensityDistribution(values, counts);
        Assert.IsNotNull(DimPart.Of(Scaling, whole, new ChannelNoise(0, 100, 0)));
        // Strong noise is seen beside anything; of none there is nothing to tell.
        Assert.IsNull(DimPart.Of(Scaling, whole, new ChannelNoise(0, 900, 0)));
        Assert.IsNull(DimPart.Of(Scaling, whole, ChannelNoise.None));
        // Most of it varies nearly as much as the whole.
        double[] levels = [.. Enumerable.Range(-40, 81).Select(i => 0.1 * i)];
        Assert.IsNull(DimPart.Of(Scaling, new IntensityDistribution(levels, [.. levels.Select(level => Math.Exp(-level * level / 2))]), new ChannelNoise(0, 0.0025, 0)));
    }

    // The darkest are all that caught no photon: they differ from each other by less than their noise.
    [TestMethod]
    public void Of_FewPhotons_IsNothing()
    {
        double[] photons = [.. Enumerable.Range(0, 30).Select(n => 4.0 * n)];
        double Poisson(double mean, int n) => Math.Exp(-mean) * Enumerable.Range(1, n).Aggregate(1.0, (product, k) => product * mean / k);
        // Nine tenths are background.
        double[] counts = [.. Enumerable.Range(0, 30).Select(n => 9000 * Poisson(0.01, n) + 1000 * Poisson(6, n))];
        Assert.IsNull(DimPart.Of(Scaling, new IntensityDistribution(photons, counts), new ChannelNoise(4, 0.2, 0)));
    }

    [TestMethod]
    public void Blend_OfARampOfBrightness_GoesFromTheDimPartToTheWhole()
    {
        var (whole, dim) = (new ChannelScaling(Scaling, new IntensityDistribution([0, 2000], [1, 1])), new ChannelScaling(Scaling, new IntensityDistribution([0, 200], [1, 1])));
        var part = new DimPart(dim, Full: 300, None: 500);
        double[] truth = [50, 300, 400, 500, 900];
        // The network gives the dim part right, and the whole 30 too bright.
        var (seen, result) = (Array.ConvertAll(truth, value => (float)dim.Scaled(value)), Array.ConvertAll(truth, value => (float)whole.Scaled(value + 30)));
        part.Blend(seen, result, whole);
        double[] expected = [50, 300, 415, 530, 930];
        for (var i = 0; i < truth.Length; i++) Assert.AreEqual(expected[i], result[i] * whole.Deviation + 1000, 0.01);
    }
}
