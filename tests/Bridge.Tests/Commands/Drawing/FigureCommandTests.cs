using System.Buffers.Binary;
using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Tests.Commands.Evaluating;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Tests.Commands.Drawing;

[TestClass]
public sealed class FigureCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public async Task Figure_OfAPlane_IsAPictureAndAStackOfThatPlaneForFiji()
    {
        PairFiles.Write(_folder, "a", new StackShape(40, 30, frames: 2));
        var run = await DrawAsync("f.png", "--plane", "2", "--range", "255", "--inset", "5,5,10,10", "--model", "smooth");
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        var picture = File.ReadAllBytes(_folder["f.png"]);
        CollectionAssert.AreEqual(new byte[] { 137, 80, 78, 71 }, picture[..4]);
        Assert.IsGreaterThan(4 * 40, BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(16)));
        using var stack = TiffPlaneReader.Open(_folder["f.tif"]);
        Assert.AreEqual((new StackShape(40, 30, channels: 4), PixelType.Float32, 0.1), (stack.Shape, stack.PixelType, stack.Metadata.PixelSizeX));
        CollectionAssert.AreEqual(new[] { "ns", "sm", "re", "gt" }, stack.Metadata.ChannelNames.ToArray());
        var (noisy, truth) = (Second("noisy-a.tif"), Second("clean-a.tif"));
        CollectionAssert.AreEqual(noisy.Samples, Panel(stack, 0).Samples);
        CollectionAssert.AreEqual(truth.Samples, Panel(stack, 3).Samples);
        Assert.IsGreaterThan(Psnr.Compute(truth, noisy, 255) + 3, Psnr.Compute(truth, Panel(stack, 2), 255));
        StringAssert.Contains(run.Out, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Psnr.Compute(truth, noisy, 255):F2}"));
    }

    [TestMethod]
    public async Task Figure_NamedTif_IsTheStackAlone()
    {
        PairFiles.Write(_folder, "a");
        var run = await DrawAsync("f.tif");
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        CollectionAssert.AreEqual(new[] { "clean-a.tif", "f.tif", "noisy-a.tif" }, _folder.Names);
    }

    [TestMethod]
    [DataRow("f.png", "--plane 7", ExitCodes.BadInput, "the stack has 1 plane")]
    [DataRow("f.png", "--plane 0", ExitCodes.WrongUsage, "--plane counts from 1")]
    [DataRow("f.png", "--inset 35,0,10,10", ExitCodes.WrongUsage, "does not lie inside 40 x 30 pixels")]
    [DataRow("f.png", "--inset 3,4", ExitCodes.WrongUsage, "--inset 3,4")]
    [DataRow("f.png", "--model nosuch", ExitCodes.Refused, "nosuch")]
    [DataRow("noisy-a.tif", "--overwrite", ExitCodes.WrongUsage, "never overwritten")]
    [DataRow("clean-a.png", "", ExitCodes.WrongUsage, "never overwritten")]
    [DataRow("nowhere/f.png", "", ExitCodes.OutputFailed, "does not exist")]
    public async Task Figure_WhatIsNotPossible_IsOneSentenceAndLeavesNothing(string output, string more, int exitCode, string named)
    {
        PairFiles.Write(_folder, "a");
        var run = await DrawAsync(output, more.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.AreEqual(exitCode, run.ExitCode, run.Error);
        StringAssert.Contains(run.Error, named);
        CollectionAssert.AreEqual(new[] { "clean-a.tif", "noisy-a.tif" }, _folder.Names);
    }

    private static GreyImage Panel(TiffPlaneReader stack, int channel) => GreyImage.From(stack.ReadPlane(new PlaneIndex(channel, 0, 0)));

    private GreyImage Second(string name)
    {
        using var reader = TiffPlaneReader.Open(_folder[name]);
        return GreyImage.From(reader.ReadPlane(new PlaneIndex(0, 0, 1)));
    }

    private Task<Run> DrawAsync(string output, params string[] more) => Run.Of(
        ["figure", "--noisy", _folder["noisy-a.tif"], "--clean", _folder["clean-a.tif"], "--out", _folder[output], "--device", "cpu", .. more]);
}
