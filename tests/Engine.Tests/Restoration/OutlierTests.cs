using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Restoration;

/// <summary>What is not the sample must not decide how the sample is restored: hot pixels, planes that were never recorded.</summary>
[TestClass]
public sealed class OutlierTests
{
    private const int Side = 128;

    private static readonly GreyImage Noisy = TestImages.WithNoise(TestImages.Waves(Side, Side), 20).Select(sample => Math.Round(400 + sample));

    private static RestorationEngine _engine = null!;

    [ClassInitialize]
    public static void Start(TestContext _) => _engine = RestorationEngine.Start(new EngineOptions { Device = "cpu" });

    [ClassCleanup]
    public static async Task End() => await _engine.DisposeAsync();

    private static async Task<(List<GreyImage> Frames, RestoreOutcome Outcome)> RestoreAsync(string model, params GreyImage[] frames)
    {
        var file = Stacks.Write(new StackShape(Side, Side, frames: frames.Length), PixelType.UInt16, (index, x, y) => frames[index.Frame][x, y]);
        using var reader = TiffPlaneReader.Open(file);
        using var output = new MemoryStream();
        var outcome = await _engine.RestoreAsync(new RestoreJob(_engine.Catalog.Find(model)) { OutputType = OutputType.Float32 }, reader, output);
        output.Position = 0;
        using var result = TiffPlaneReader.Open(output);
        return ([.. result.Shape.Planes().Select(index => GreyImage.From(result.ReadPlane(index)))], outcome);
    }

    [TestMethod]
    [DataRow("denoise", 1)]
    [DataRow("superres2", 2)]
    public async Task Restore_HotPixels_StayAsTheyAreAndSpoilNothing(string model, int scale)
    {
        var spoilt = Noisy.Select(sample => sample);
        (spoilt[40, 50], spoilt[90, 20]) = (65535, 30000);
        var (clean, told) = (await RestoreAsync(model, Noisy), await RestoreAsync(model, spoilt));
        var (expected, actual) = (clean.Frames[0], told.Frames[0]);
        double sum = 0, count = 0;
        for (var y = 0; y < expected.Height; y++)
        for (var x = 0; x < expected.Width; x++)
        {
            if (IsNear(40, 50) || IsNear(90, 20)) continue;
            sum += Math.Pow(actual[x, y] - expected[x, y], 2);
            count++;
            bool IsNear(int u, int v) => Math.Max(Math.Abs(x / scale - u), Math.Abs(y / scale - v)) < 5;
        }
        // A tenth of the noise. Without care the network returns what it was given, or a glow around each.
        Assert.IsLessThan(2, Math.Sqrt(sum / count));
        Assert.IsTrue(told.Outcome.Warnings.Any(warning => warning.Contains("channel 1 has pixels far outside the range of nearly all others", StringComparison.Ordinal)));
        Assert.IsFalse(clean.Outcome.Warnings.Any(warning => warning.Contains("far outside", StringComparison.Ordinal)));
        Assert.IsGreaterThan(60000, actual[40 * scale, 50 * scale]);
        Assert.IsGreaterThan(27000, actual[90 * scale + scale - 1, 20 * scale + scale - 1]);
    }

    [TestMethod]
    public async Task Restore_HotPixels_DoNotComeBackFromAModelThatRemovesThem()
    {
        var spoilt = Noisy.Select(sample => sample);
        (spoilt[40, 50], spoilt[90, 20]) = (65535, 30000);
        var (clean, told) = (await RestoreAsync("artefacts", Noisy), await RestoreAsync("artefacts", spoilt));
        Assert.AreEqual(clean.Frames[0][40, 50], told.Frames[0][40, 50], 20);
        Assert.AreEqual(clean.Frames[0][90, 20], told.Frames[0][90, 20], 20);
        Assert.IsTrue(told.Outcome.Warnings.Any(warning => warning.EndsWith("what is beyond is left out", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Restore_PlanesThatWereNotRecorded_LeaveTheOthersAsTheyWouldBe()
    {
        var blank = new GreyImage(Side, Side);
        var (alone, beside) = (await RestoreAsync("denoise", Noisy), await RestoreAsync("denoise", Noisy, blank, blank));
        Assert.AreEqual(alone.Outcome.Parameters["noise_variance"], beside.Outcome.Parameters["noise_variance"], 1e-9);
        TestImages.AreEqual(alone.Frames[0], beside.Frames[0], 0.01);
        // A quarter of the noise.
        TestImages.AreEqual(blank, beside.Frames[2], 5);
    }

    [TestMethod]
    public void Outliers_OfAPlaneWhoseResultIsComplete_AreForgotten()
    {
        var scaling = new ChannelScaling(new IntensityProcessing([new ProcessingStep("zero_mean_unit_variance", new Dictionary<string, object?>())], []), new IntensityDistribution([0, 20], [1, 1])) { Limits = (-5, 30) };
        var outliers = new Outliers([scaling], scale: 2);
        var plane = new Plane(PixelType.UInt8, 2, 1, [3, 80]);
        outliers.Look(plane, new PlaneIndex(0, 0, 4));
        float[] first = [1, 1, 1, 1], second = [0, 0, 0, 0];

        outliers.AddTo(new PlaneIndex(0, 0, 4), 0, first, isLast: false);
        outliers.AddTo(new PlaneIndex(0, 0, 4), 1, second, isLast: true);

        // 50 beyond the limit, in units of the deviation of 10.
        CollectionAssert.AreEqual(new[] { 1, 1, 6, 6 }, Array.ConvertAll(first, value => (int)Math.Round(value)));
        CollectionAssert.AreEqual(new[] { 0, 0, 5, 5 }, Array.ConvertAll(second, value => (int)Math.Round(value)));
        Assert.AreEqual(0, outliers.Held);
    }

    [TestMethod]
    public void Reach_OfOneValueButForAFew_IsEverything()
    {
        var distribution = new IntensityDistribution([0, 9], [9999, 1]);
        Assert.IsTrue(distribution.LiesWithin(distribution.Reach(1)));
    }
}
