using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tests.Models;
using FijiBridge.Engine.Tests.Support;

namespace FijiBridge.Engine.Tests.Restoration;

/// <summary>Scans in both directions: every second line is measured against the others, and moved back.</summary>
[TestClass]
public sealed class LineOffsetTests
{
    private const int Side = 144;

    private static readonly GreyImage Waves = TestImages.Waves(Side, Side);

    private static LineOffset Measured(params IReadOnlyList<GreyImage> windows)
    {
        var meter = new LineOffsetMeter();
        foreach (var window in windows) meter.Add(window, top: 0);
        return meter.Complete();
    }

    private static GreyImage Scanned(double offset, double noise) => TestImages.WithNoise(Artefacts.LineOffset(Waves, offset), noise);

    [TestMethod]
    [DataRow(-8.0, 5)]
    [DataRow(-1.0, 20)]
    [DataRow(1.0, 5)]
    [DataRow(2.7, 20)]
    [DataRow(6.2, 40)]
    public void Meter_LinesScannedInBothDirections_FindsTheNearestWholeOffset(double offset, double noise)
    {
        Assert.AreEqual(new LineOffset((int)Math.Round(offset)), Measured(Scanned(offset, noise)));
    }

    [TestMethod]
    public void Meter_OffsetThatOneNoisyFrameHides_IsFoundInMany()
    {
        var frames = Enumerable.Range(0, 16).Select(frame => TestImages.WithNoise(Artefacts.LineOffset(Waves, 3), 200, frame)).ToList();
        Assert.AreEqual(default, Measured(frames[0]));
        Assert.AreEqual(new LineOffset(3), Measured(frames));
    }

    [TestMethod]
    public void Meter_WithStripesAndHotPixels_IsNotMisled()
    {
        var random = new RandomSource(3);
        GreyImage Spoilt(double offset)
        {
            var striped = Artefacts.Stripes(Artefacts.Stripes(Scanned(offset, 10), 20, random), 20, random, alongColumns: true);
            return Artefacts.HotPixels(striped, 0.003, 60000, random);
        }
        Assert.AreEqual(new LineOffset(3), Measured(Spoilt(3)));
        Assert.AreEqual(default, Measured(Spoilt(0)));
    }

    // Of what does not change from frame to frame, chance must not become certain because there are many frames.
    [TestMethod]
    public void Meter_PatternOfTheCameraInManyFrames_IsNoOffset()
    {
        for (var camera = 0; camera < 20; camera++)
        {
            var pattern = TestImages.WithNoise(new GreyImage(96, 96), 10, camera);
            Assert.AreEqual(default, Measured([.. Enumerable.Range(0, 16).Select(frame => TestImages.WithNoise(pattern, 1, 100 * camera + frame))]), $"camera {camera}");
        }
    }

    [TestMethod]
    public void Meter_WhereNothingSaysAnything_TellsOfNoOffset()
    {
        Assert.AreEqual(default, Measured());
        Assert.AreEqual(default, Measured(Waves));
        Assert.AreEqual(default, Measured(new GreyImage(Side, Side)));
        Assert.AreEqual(default, Measured(Waves.Select(_ => 1e9)));
        Assert.AreEqual(default, Measured(Artefacts.LineOffset(Waves, 3).Crop(0, 0, 20, 20), Waves.Crop(0, 0, Side, 2)));
        for (var seed = 0; seed < 50; seed++) Assert.AreEqual(default, Measured(TestImages.WithNoise(new GreyImage(64, 64), 1, seed)), $"seed {seed}");
    }

    [TestMethod]
    [DataRow(PixelType.UInt8)]
    [DataRow(PixelType.Int16)]
    [DataRow(PixelType.Float32)]
    [DataRow(PixelType.Float64)]
    public void Undo_OfEveryPixelType_MovesEverySecondRowBackAndRepeatsItsEnd(PixelType type)
    {
        var image = new GreyImage(5, 4, [1, 2, 3, 4, 5, 11, 12, 13, 14, 15, 21, 22, 23, 24, 25, 31, 32, 33, 34, 35]);
        double[] right = [1, 2, 3, 4, 5, 13, 14, 15, 15, 15, 21, 22, 23, 24, 25, 33, 34, 35, 35, 35];
        double[] left = [1, 2, 3, 4, 5, 11, 11, 12, 13, 14, 21, 22, 23, 24, 25, 31, 31, 32, 33, 34];

        CollectionAssert.AreEqual(right, GreyImage.From(new LineOffset(2).Undo(image.ToPlane(type))).Samples);
        CollectionAssert.AreEqual(left, GreyImage.From(new LineOffset(-1).Undo(image.ToPlane(type))).Samples);
        CollectionAssert.AreEqual(image.Samples, GreyImage.From(default(LineOffset).Undo(image.ToPlane(type))).Samples);
        CollectionAssert.AreEqual(right, new LineOffset(2).Undo(image).Samples);
        Assert.AreEqual(12, image.Samples[6], "the image itself stays");
    }

    [TestMethod]
    public async Task Restore_ByAModelThatRemovesArtefacts_MovesLinesBackAndTellsIt()
    {
        await using var engine = RestorationEngine.Start(new EngineOptions { Device = "cpu" });
        var (straight, bent) = (await RestoreAsync(engine, "artefacts", Scanned(0, 12)), await RestoreAsync(engine, "artefacts", Scanned(5, 12)));
        var denoised = await RestoreAsync(engine, "denoise", Scanned(5, 12));

        // The ends of the moved lines are not known.
        double Error(GreyImage image) => Psnr.MeanSquaredError(Waves.Crop(12, 0, Side - 24, Side), image.Crop(12, 0, Side - 24, Side));
        Assert.IsLessThan(1.3 * Error(straight.Image), Error(bent.Image));
        Assert.IsGreaterThan(20 * Error(bent.Image), Error(denoised.Image));
        const string sentence = "every second line lay 5 pixel(s) to the right of the others, as in scans in both directions, and was moved back before the model saw it";
        CollectionAssert.Contains(bent.Outcome.Warnings.ToArray(), sentence);
        Assert.IsFalse(straight.Outcome.Warnings.Concat(denoised.Outcome.Warnings).Any(warning => warning.Contains("second line", StringComparison.Ordinal)));
        StringAssert.Contains(bent.Text, "5 pixels, undone");
    }

    // On an offset of 100, which is taken off again.
    private static async Task<(GreyImage Image, RestoreOutcome Outcome, string Text)> RestoreAsync(RestorationEngine engine, string model, GreyImage image)
    {
        var restored = await RestoredFrames.OfAsync(engine, model, PixelType.UInt16, image.Select(sample => 100 + sample));
        return (restored.Frames[0].Select(sample => sample - 100), restored.Outcome, System.Text.Encoding.Latin1.GetString(restored.File));
    }
}
