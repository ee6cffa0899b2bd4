using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tests.Models;
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

    private static Task<RestoredFrames> RestoreAsync(string model, params GreyImage[] frames) => RestoredFrames.OfAsync(_engine, model, PixelType.UInt16, frames);

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
    public async Task Restore_DeadPixels_StayAsTheyAreAndSpoilNothing()
    {
        // On the offset of a camera.
        var offset = Noisy.Select(sample => 1000 + sample);
        var spoilt = offset.Select(sample => sample);
        for (var y = 20; y < Side; y += 30)
        for (var x = 20; x < Side; x += 30) spoilt[x, y] = 0;
        var (expected, told) = ((await RestoreAsync("denoise", offset)).Frames[0], await RestoreAsync("denoise", spoilt));
        var actual = told.Frames[0];
        Assert.IsLessThan(300, actual[50, 50]);
        StringAssert.Contains(string.Join("\n", told.Outcome.Warnings), "far outside the range of nearly all others");
        // Within 8 pixels of one; a third of the noise. Where the network saw them as far below the others as hot pixels above, the pixels themselves came back at 818.
        double sum = 0, count = 0;
        for (var y = 0; y < Side; y++)
        for (var x = 0; x < Side; x++)
            if (spoilt[x, y] > 0 && Math.Max(Math.Abs((x + 25) % 30 - 15), Math.Abs((y + 25) % 30 - 15)) is > 1 and < 9) (sum, count) = (sum + Math.Pow(actual[x, y] - expected[x, y], 2), count + 1);
        Assert.IsLessThan(7, Math.Sqrt(sum / count));
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
    [DataRow("denoise", 1, 0)]
    [DataRow("denoise", 2, 0)]
    [DataRow("denoise", 16, 0)]
    [DataRow("denoise-fast", 2, 65535)]
    [DataRow("superres2", 2, 0)]
    [DataRow("artefacts", 16, 0)]
    public async Task Restore_RimThatWasNotRecorded_ComesBackAsItIsAndTheRestIsRestoredAsWithoutIt(string model, int rim, int value)
    {
        bool IsRim(int x, int y, int width) => Math.Min(Math.Min(x, y), width - 1 - Math.Max(x, y)) < rim * (width / Side);
        var framed = new GreyImage(Side, Side, [.. Noisy.Samples.Select((sample, i) => IsRim(i % Side, i / Side, Side) ? value : sample)]);
        var (whole, told) = (await RestoreAsync(model, Noisy), await RestoreAsync(model, framed));

        double sum = 0, count = 0;
        for (var i = 0; i < told.Frames[0].Samples.Length; i++)
        {
            var width = told.Frames[0].Width;
            var actual = told.Frames[0].Samples[i];
            if (IsRim(i % width, i / width, width)) Assert.AreEqual(value, actual, 0.01);
            else (sum, count) = (sum + Math.Pow(actual - whole.Frames[0].Samples[i], 2), count + 1);
        }
        // A fifth of the noise, beside the rim too.
        Assert.IsLessThan(4, Math.Sqrt(sum / count));
        Assert.IsTrue(told.Outcome.Warnings.Any(warning => warning.Contains($"of the pixels are {(value == 0 ? "0" : "6.554E+04")}, far from all others, as where {(value == 0 ? "nothing" : "the camera or the file was saturated, or nothing")} was recorded", StringComparison.Ordinal)), string.Join("\n", told.Outcome.Warnings));
    }

    [TestMethod]
    public void Apart_ValueOfManyFarFromAllOthers_IsFound()
    {
        double[] cells = [.. Enumerable.Range(0, 100).Select(i => 90.0 + i)], counts = [.. cells.Select(_ => 10.0)];
        IntensityDistribution With(double value, double count) => new([.. cells, value], [.. counts, count]);
        var (share, others) = With(0, 500).Apart(0)!.Value;
        Assert.AreEqual(1.0 / 3, share, 1e-9);
        Assert.AreEqual(139.5, others.Mean, 1e-9);
        Assert.IsNotNull(With(4095, 500).Apart(4095));
        // Far from the background, of which the structures are fifty times farther; as near to the structures as these are to each other.
        var background = new IntensityDistribution([.. cells, .. Enumerable.Range(1, 50).Select(i => 190.0 + 100 * i), 0], [.. counts, .. Enumerable.Repeat(5.0, 50), 100]);
        Assert.IsNotNull(background.Apart(0));
        Assert.IsNull(background.Apart(background.Max));
        // Near the others; so few that they are hot pixels; nothing beside them.
        Assert.IsNull(With(80, 500).Apart(80));
        Assert.IsNull(With(0, 0.5).Apart(0));
        Assert.IsNull(new IntensityDistribution([0, 255], [500, 500]).Apart(0));
        // Photons, and photons in a camera's counts.
        foreach (var gain in new[] { 1.0, 20 })
            Assert.IsNull(new IntensityDistribution([.. Enumerable.Range(0, 12).Select(n => gain * n)], [.. Enumerable.Range(0, 12).Select(n => 1e6 * Math.Pow(0.2, n))]).Apart(0));
        // Among them pixels of many photons, which have any value.
        Assert.IsNull(new IntensityDistribution([0, 12, 24, 36, 48, .. Enumerable.Range(60, 200).Select(n => (double)n)], [1000, 900, 400, 150, 60, .. Enumerable.Repeat(5.0, 200)]).Apart(0));
    }

    [TestMethod]
    public async Task Restore_FrameOfAFilmThatWasNotRecorded_LeavesItsNeighboursAsTheyWouldBe()
    {
        var film = Enumerable.Range(0, 7).Select(frame => TestImages.WithNoise(TestImages.Waves(Side, Side), 20, frame).Select(sample => Math.Round(400 + sample))).ToArray();
        var (whole, told) = (await RestoreAsync("denoise-time", film), await RestoreAsync("denoise-time", [.. film.Select((frame, i) => i == 3 ? new GreyImage(Side, Side) : frame)]));

        // A fifth of the noise.
        foreach (var frame in new[] { 0, 1, 2, 4, 5, 6 })
            Assert.IsLessThan(4, Math.Sqrt(whole.Frames[frame].Samples.Zip(told.Frames[frame].Samples).Average(pair => Math.Pow(pair.First - pair.Second, 2))), $"frame {frame}");
        Assert.IsLessThan(5, told.Frames[3].Samples.Max(Math.Abs));
        StringAssert.Contains(string.Join("\n", told.Outcome.Warnings), "1 plane(s) have one value only, as where nothing was recorded (the first is channel 1, slice 1, frame 4)");
        Assert.DoesNotContain("one value only", string.Join("\n", whole.Outcome.Warnings));
    }

    // Stuck pixels all have one value, but lie alone.
    [TestMethod]
    [DataRow("artefacts", 14)]
    [DataRow("denoise", 18)]
    public async Task Restore_ManyHotPixelsOfOneValue_AreNoPlaceThatWasNotRecorded(string model, int most)
    {
        var spoilt = Artefacts.HotPixels(Noisy, 0.004, 65535, new RandomSource(4));
        var (clean, told) = (await RestoreAsync(model, Noisy), await RestoreAsync(model, spoilt));
        Assert.DoesNotContain("nothing was recorded", string.Join("\n", told.Outcome.Warnings));
        var (expected, actual) = (clean.Frames[0].Samples, told.Frames[0].Samples);
        if (model == "denoise") Assert.IsGreaterThan(60000, actual.Where((_, i) => spoilt.Samples[i] == 65535).Min());
        // The noise is 20; 206 and 20 where they counted. A third of the image lies within 4 pixels of one.
        Assert.IsLessThan(most, Math.Sqrt(expected.Zip(actual).Where((_, i) => model == "artefacts" || spoilt.Samples[i] < 65535).Average(pair => Math.Pow(pair.First - pair.Second, 2))));
    }

    [TestMethod]
    public void Extremes_OfWhichOnlyAreasCount_AreTold()
    {
        var extremes = new ExtremeAreas();
        // The darkest lie alone, and so does what was the brightest of the first plane.
        extremes.Add(new Plane(PixelType.UInt8, 4, 3, [7, 1, 7, 7, 1, 7, 7, 1, 7, 7, 9, 7]));
        CollectionAssert.AreEqual(Array.Empty<double>(), extremes.Values.ToArray());
        extremes.Add(new Plane(PixelType.UInt8, 4, 3, [20, 7, 7, 1, 20, 7, 7, 7, 20, 7, 7, 1]));
        CollectionAssert.AreEqual(new[] { 20.0 }, extremes.Values.ToArray());
    }

    [TestMethod]
    public async Task Restore_FewPhotonsInWholeNumbers_TellsThatTheyAreCoarse()
    {
        var random = new RandomSource(1);
        var photons = TestImages.Waves(Side, Side).Select(sample => random.Poisson(sample / 100));
        var (dim, bright) = (Stacks.Write(new StackShape(Side, Side), PixelType.UInt8, (_, x, y) => photons[x, y]), Stacks.Write(new StackShape(Side, Side), PixelType.UInt16, (_, x, y) => Noisy[x, y]));

        StringAssert.Contains(string.Join("\n", await WarningsAsync(dim, OutputType.Same)), "the noise of channel 1 is 1.1 counts, so that whole numbers are coarse");
        Assert.DoesNotContain("coarse", string.Join("\n", await WarningsAsync(dim, OutputType.Float32)));
        Assert.DoesNotContain("coarse", string.Join("\n", await WarningsAsync(bright, OutputType.Same)));
    }

    private static async Task<IReadOnlyList<string>> WarningsAsync(MemoryStream file, OutputType type)
    {
        file.Position = 0;
        using var reader = TiffPlaneReader.Open(new MemoryStream(file.ToArray()));
        return (await _engine.RestoreAsync(new RestoreJob(_engine.Catalog.Find("denoise-fast")) { OutputType = type }, reader, new MemoryStream())).Warnings;
    }

    [TestMethod]
    public async Task Restore_DarkStructuresOnBrightGround_AreToldToBeUnlikeThoseThatWereLearntFrom()
    {
        var spots = TestImages.WithNoise(new GreyImage(Side, Side, [.. Enumerable.Range(0, Side * Side).Select(i => 2000 * Math.Exp(-(Math.Pow(i % Side % 32 - 16, 2) + Math.Pow(i / Side % 32 - 16, 2)) / 20))]), 20);
        var (shining, dark) = (await RestoreAsync("denoise-fast", spots.Select(light => 500 + light)), await RestoreAsync("denoise-fast", spots.Select(light => 4000 - light)));
        Assert.DoesNotContain("dark structures", string.Join("\n", shining.Outcome.Warnings));
        StringAssert.Contains(string.Join("\n", dark.Outcome.Warnings), "channel 1 shows dark structures on bright ground");
    }

    [TestMethod]
    public async Task Restore_HugeNumbers_AreRestoredAsOthers()
    {
        var file = Stacks.Write(new StackShape(Side, Side), PixelType.Float32, (_, x, y) => 1e17 * Noisy[x, y]);
        using var reader = TiffPlaneReader.Open(file);
        using var output = new MemoryStream();
        await _engine.RestoreAsync(new RestoreJob(_engine.Catalog.Find("denoise")), reader, output);
        output.Position = 0;
        using var result = TiffPlaneReader.Open(output);
        TestImages.AreEqual((await RestoreAsync("denoise", Noisy)).Frames[0], GreyImage.From(result.ReadPlane(default)).Select(sample => sample / 1e17), 0.01);
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
