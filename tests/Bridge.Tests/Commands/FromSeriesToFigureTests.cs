using FijiBridge.Bridge.Commands;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Tests.Commands;

/// <summary>The user's story of the README with a tiny training: an exposure series, a model, an independent sample restored, the figure.</summary>
[TestClass]
public sealed class FromSeriesToFigureTests
{
    [TestMethod]
    public async Task FourCommands_FromAnExposureSeries_EndInTheFigureOfAnIndependentSample()
    {
        using var folder = new TemporaryFolder();
        var (brief, lasting) = (folder["series/independent/cells4_20ms.tif"], folder["series/independent/cells4_1000ms.tif"]);
        await RequireAsync("simulate", "cells", folder["series"], "--samples", "3", "--size", "64");
        await RequireAsync("train", "--pairs", folder["series"], "--architecture", "dncnn", "--steps", "3", "--name", "story", "--device", "cpu");
        await RequireAsync("restore", brief, folder["restored.ome.tif"], "--model", "story", "--device", "cpu");
        await RequireAsync("figure", "--model", "story", "--noisy", brief, "--clean", lasting, "--out", folder["figure.png"], "--affine", "--device", "cpu");
        using var restored = TiffPlaneReader.Open(folder["restored.ome.tif"]);
        Assert.AreEqual((new StackShape(64, 64), PixelType.UInt16, 0.1), (restored.Shape, restored.PixelType, restored.Metadata.PixelSizeX));
        using var panels = TiffPlaneReader.Open(folder["figure.tif"]);
        Assert.AreEqual(new StackShape(64, 64, channels: 4), panels.Shape);
        CollectionAssert.AreEqual(new[] { "figure.png", "figure.tif", "restored.ome.tif", "series" }, folder.Names);
        // What the figure calls re is what restore wrote.
        CollectionAssert.AreEqual(
            GreyImage.From(restored.ReadPlane(default)).Samples, GreyImage.From(panels.ReadPlane(new PlaneIndex(2, 0, 0))).Samples);
    }

    private static async Task RequireAsync(params string[] command)
    {
        var run = await Run.Of(command);
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, $"{string.Join(' ', command)}: {run.Error}");
    }
}
