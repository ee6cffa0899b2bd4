using System.Text.Json;
using FijiBridge.Bridge.Tests.Server;

namespace FijiBridge.Bridge.Tests.Fiji;

/// <summary>Restore Image in the real ImageJ with the real server: what is not pixels comes back field by field. One start of ImageJ for all, with each Groovy.</summary>
[TestClass]
public sealed class RestoreImageTests : ServerTest
{
    private static readonly string[] Fields =
        ["size", "depth", "hyperstack", "virtual", "position", "composite", "luts", "calibration", "labels", "overlay", "roi", "properties", "props", "pixels"];

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    public async Task RestoreImage_EveryKindOfImage_KeepsEverythingWithEachGroovy(int groovy)
    {
        using var imageJ = new ImageJ(groovy);
        await StartAsync(Options);
        imageJ.Start("round_trip.groovy", Server.WebAddress);
        var report = await imageJ.ReportAsync();
        foreach (var name in new[] { "hyperstack8", "hyperstack16", "hyperstack32", "single", "colours", "rgb", "signed" }) AssertUnchanged(report, name);
        AssertParts(report);
        AssertOthers(report);
        await UntilEmptyAsync();
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    public async Task RestoreAndTrain_WithoutAnyScreen_DoTheSame(int groovy)
    {
        using var imageJ = new ImageJ(groovy);
        await StartAsync(Options);
        var printed = await imageJ.RunHeadlessAsync("restore_headless.groovy", Server.WebAddress);
        StringAssert.Contains(printed, "restored film-restored, [31, 23, 2, 3, 2], 0.25\n");
        StringAssert.Contains(printed, "the same pixels: true");
        StringAssert.Matches(printed, new(@"Train Model: mine is trained: validation [\d.]+ dB \(noisy [\d.]+ dB, best Gaussian filter [\d.]+ dB, what it began with [\d.]+ dB\)"));
        StringAssert.Contains(printed, "'nobody'");
        StringAssert.Contains(printed, "Restore Image: No FijiBridge server answers at 127.0.0.1:1");
        StringAssert.Contains(printed, "then 0 new");
    }

    private static void AssertUnchanged(JsonElement report, string name)
    {
        var (source, result) = (report.GetProperty(name).GetProperty("source"), report.GetProperty(name).GetProperty("result"));
        foreach (var field in Fields) Assert.AreEqual(Text(source, field), Text(result, field), $"{name}: {field}");
        Assert.AreEqual(source.GetRawText(), report.GetProperty(name).GetProperty("after").GetRawText(), $"{name}: the input was changed");
        Assert.AreEqual(Path.GetFileNameWithoutExtension(Text(source, "title")) + "-restored", Text(result, "title"));
        var info = Text(result, "info");
        StringAssert.StartsWith(info, Text(source, "info"), name);
        foreach (var part in new[] { "FijiBridge model: pass-through", "FijiBridge model SHA-256: ", "FijiBridge device: cpu", "FijiBridge server: ", "FijiBridge macro: run(\"Restore Image\", \"server=" })
            StringAssert.Contains(info, part, name);
        Assert.IsTrue(report.GetProperty(name).GetProperty("run").GetProperty("wentOn").GetBoolean(), name);
    }

    private static void AssertParts(JsonElement report)
    {
        // The polygon's box is (5, 4) to (20, 18); the image has two channels, three slices, two frames, and the second channel is the current one.
        var (source, preview) = (report.GetProperty("preview").GetProperty("source"), report.GetProperty("preview").GetProperty("result"));
        Assert.AreEqual("[15,14,1,2,1]", Text(preview, "size"));
        Assert.AreEqual("""["plane 9","plane 11"]""", Text(preview, "labels"));
        StringAssert.Contains(Text(preview, "calibration"), "[0.25, 0.5, 1.5, -2.0, 0.0, 0.0,");
        StringAssert.Contains(Text(preview, "roi"), "[0.0, 15.0, 7.0], [0.0, 2.0, 14.0]");
        var current = report.GetProperty("current").GetProperty("result");
        Assert.AreEqual("[37,23,2,1,1]", Text(current, "size"));
        Assert.AreEqual($"[{string.Join(',', source.GetProperty("pixels").EnumerateArray().Skip(4).Take(2).Select(hash => hash.GetRawText()))}]", Text(current, "pixels"));
        Assert.AreEqual(Text(source, "luts"), Text(current, "luts"));
    }

    private static void AssertOthers(JsonElement report)
    {
        var colours = report.GetProperty("rgb_float").GetProperty("result");
        Assert.AreEqual("[37,23,3,3,1]", Text(colours, "size"));
        Assert.AreEqual("32", Text(colours, "depth"));
        StringAssert.Contains(Text(report.GetProperty("rgb").GetProperty("run"), "log"), "red, green and blue");
        var signed = report.GetProperty("signed_float");
        Assert.AreEqual(signed.GetProperty("expected").GetDouble(), signed.GetProperty("actual").GetDouble(), 0.01);
        foreach (var name in new[] { "hounsfield", "density" })
        {
            Assert.AreEqual(Text(report.GetProperty(name), "expected"), Text(report.GetProperty(name), "actual"), name);
            Assert.IsFalse(report.GetProperty(name).GetProperty("calibrated").GetBoolean(), name);
        }
        Assert.AreEqual("""["frame 3 at 1","frame 4 at 2","frame 5 at 3","everywhere at 0"]""", Text(report, "film"));
        Assert.AreEqual("""["a-restored","b-restored"]""", Text(report, "chosen"));
        var smooth = report.GetProperty("smooth");
        Assert.AreNotEqual(Text(smooth.GetProperty("source"), "pixels"), Text(smooth.GetProperty("result"), "pixels"));
        StringAssert.Contains(Text(smooth.GetProperty("result"), "info"), "FijiBridge parameters: sigma=2");
        var batch = report.GetProperty("batch");
        StringAssert.Contains(Text(batch, "log"), "title batch-restored\nsize 40 30 3");
        Assert.IsFalse(report.GetProperty("compare").GetProperty("overlap").GetBoolean());
        Assert.IsTrue(report.GetProperty("compare").GetProperty("same").GetBoolean());
    }

    private static string Text(JsonElement image, string field) =>
        image.GetProperty(field) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : image.GetProperty(field).GetRawText();
}
