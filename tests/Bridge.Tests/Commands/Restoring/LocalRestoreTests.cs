using System.Text.Json;
using FijiBridge.Bridge.Commands;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Tests.Commands.Restoring;

/// <summary>The whole way: command line, server inside the program, engine, files.</summary>
[TestClass]
public sealed class LocalRestoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public async Task Restore_AStack_KeepsSizeTypeAndCalibrationAndSmooths()
    {
        SmallStack.Write(_folder["in.tif"]);
        var run = await RestoreAsync("in.tif", "out.ome.tif", "--model", "smooth", "--json");
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        Assert.AreEqual("smooth", json.RootElement.GetProperty("model").GetString());
        Assert.AreEqual("cpu", json.RootElement.GetProperty("device").GetString());
        Assert.AreEqual("""{"width":40,"height":30,"channels":1,"slices":2,"frames":3}""", json.RootElement.GetProperty("shape").ToString());
        using var input = TiffPlaneReader.Open(_folder["in.tif"]);
        using var output = TiffPlaneReader.Open(_folder["out.ome.tif"]);
        Assert.AreEqual((SmallStack.Shape, PixelType.UInt16, 0.25, 3.0), (output.Shape, output.PixelType, output.Metadata.PixelSizeX, output.Metadata.FrameInterval));
        Assert.IsLessThan(Roughness(input) / 2, Roughness(output));
    }

    [TestMethod]
    public async Task Restore_AsFloat32ForImageJ_DoesSo()
    {
        SmallStack.Write(_folder["in.tif"]);
        var run = await RestoreAsync("in.tif", "out.tif", "--model", "smooth", "--output-type", "float32", "--format", "imagej", "--parameter", "sigma=2", "--quiet");
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Out);
        Assert.AreEqual("", run.Error);
        StringAssert.StartsWith(run.Out, "OK out.tif restored with smooth");
        using var output = TiffPlaneReader.Open(_folder["out.tif"]);
        Assert.AreEqual((SmallStack.Shape, PixelType.Float32), (output.Shape, output.PixelType));
    }

    [TestMethod]
    public async Task Restore_BadFiles_GiveOneSentenceEachAndLeaveNothing()
    {
        var whole = File.ReadAllBytes(SmallStack.Write(_folder["in.tif"]));
        _folder.Write("in/a-truncated.tif", whole[..^100]);
        _folder.Write("in/b-png.tif", [137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13]);
        _folder.Write("in/c-good.tif", whole);
        _folder.Write("in/d-empty.tif", []);
        var run = await RestoreAsync("in", "out", "--json", "--quiet");
        Assert.AreEqual(ExitCodes.SomeFailed, run.ExitCode, run.Out);
        using var json = JsonDocument.Parse(run.Out);
        var codes = json.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("exit_code").GetInt32());
        CollectionAssert.AreEqual(new[] { ExitCodes.BadInput, ExitCodes.BadInput, ExitCodes.Done, ExitCodes.BadInput }, codes.ToArray(), run.Out);
        CollectionAssert.AreEqual(new[] { "c-good.ome.tif" }, Directory.EnumerateFileSystemEntries(_folder["out"]).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    [DataRow("--model", "nosuch", "nosuch")]
    [DataRow("--parameter", "sigma=-5", "sigma")]
    [DataRow("--parameter", "colour=1", "colour")]
    public async Task Restore_WhatTheServerRefuses_IsToldBeforeTheUpload(string option, string value, string named)
    {
        SmallStack.Write(_folder["in.tif"]);
        var run = await RestoreAsync("in.tif", "out.tif", option, value);
        Assert.AreEqual(ExitCodes.Refused, run.ExitCode, run.Error);
        StringAssert.Contains(run.Error, named);
        CollectionAssert.AreEqual(new[] { "in.tif" }, _folder.Names);
    }

    private Task<Run> RestoreAsync(string input, string output, params string[] more) =>
        Run.Of(["restore", _folder[input], _folder[output], "--device", "cpu", .. more]);

    // Mean absolute difference of neighbours.
    private static double Roughness(TiffPlaneReader stack)
    {
        var samples = GreyImage.From(stack.ReadPlane(new PlaneIndex(0, 0, 0))).Samples;
        return samples.Zip(samples.Skip(1), (first, second) => Math.Abs(first - second)).Average();
    }
}
