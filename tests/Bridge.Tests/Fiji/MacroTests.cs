using System.Globalization;
using System.Text.Json;
using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Commands.Demo;
using FijiBridge.Bridge.Tests.Commands;

namespace FijiBridge.Bridge.Tests.Fiji;

/// <summary>The macros that call the program: a folder with a broken file, the button of the toolset, the example that counts particles.</summary>
[TestClass]
public sealed class MacroTests
{
    [TestMethod]
    public async Task Macros_InPlainImageJ_DoTheirWorkWithTheProgram()
    {
        using var imageJ = new ImageJ();
        Assert.AreEqual(ExitCodes.Done, (await Run.Of("fiji", "install", imageJ.Folder)).ExitCode);
        var sample = Path.Combine(imageJ.Folder, "sample");
        var quiet = new Screen(TextWriter.Null, TextWriter.Null, IsTerminal: false);
        await DemoCommand.RunAsync(sample, new DemoSample { Side = 256, Frames = 2 }, quiet, CancellationToken.None);
        imageJ.Start("macros.groovy", new Uri("http://127.0.0.1:1"), new() { ["sample"] = sample });
        var report = await imageJ.ReportAsync();
        AssertBatch(report);
        AssertButton(report.GetProperty("button"));
        AssertCounts(report.GetProperty("count"));
    }

    private static void AssertBatch(JsonElement report)
    {
        var rows = Rows(report.GetProperty("batch"));
        CollectionAssert.AreEqual(new[] { "broken.tif", "day 2/two.tif", "one.tif" }, rows.Select(row => Cell(row, "File")).Order(StringComparer.Ordinal).ToArray());
        foreach (var row in rows) Assert.AreEqual(Cell(row, "File") == "broken.tif" ? "ERROR" : "OK", Cell(row, "Status"), Cell(row, "Message"));
        StringAssert.Contains(report.GetProperty("batch").GetProperty("log").GetString(), "2 of 3 images restored");
        Assert.AreEqual("""["day 2","one.tif","two.tif"]""", report.GetProperty("batch").GetProperty("files").GetRawText());
        Assert.AreEqual("[64,48,2,16]", report.GetProperty("restored").GetProperty("size").GetRawText());
        Assert.IsTrue(report.GetProperty("restored").GetProperty("changed").GetBoolean());
        StringAssert.Contains(report.GetProperty("restored").GetProperty("info").GetString(), "smooth");
        var again = Rows(report.GetProperty("again")).Single();
        Assert.AreEqual("one.tif", Cell(again, "File"));
        Assert.AreEqual("ERROR", Cell(again, "Status"));
        StringAssert.Contains(Cell(again, "Message"), "exists");
        StringAssert.Contains(report.GetProperty("sameFolder").GetProperty("log").GetString(), "source and destination are the same folder");
    }

    private static void AssertButton(JsonElement button)
    {
        Assert.AreEqual("cells-restored", button.GetProperty("title").GetString(), button.GetRawText());
        Assert.AreEqual("[64,48,3]", button.GetProperty("size").GetRawText());
        Assert.IsTrue(button.GetProperty("untouched").GetBoolean());
    }

    /// <summary>Noise breaks into particles of its own; the restored image must come at least three times as close to the truth, and its mask lie where the true one does.</summary>
    private static void AssertCounts(JsonElement count)
    {
        var particles = Rows(count).ToDictionary(row => Cell(row, "Image"), row => int.Parse(Cell(row, "Particles"), CultureInfo.InvariantCulture));
        Assert.IsGreaterThan(5, particles["truth"]);
        Assert.IsLessThan(Math.Abs(particles["noisy"] - particles["truth"]), 3 * Math.Abs(particles["restored"] - particles["truth"]), count.GetRawText());
        double Overlap(string image) => double.Parse(Cell(Rows(count).Single(row => Cell(row, "Image") == image), "Overlap (Dice)"), CultureInfo.InvariantCulture);
        Assert.AreEqual(1, Overlap("truth"));
        Assert.IsGreaterThan(Overlap("noisy") + 0.1, Overlap("restored"), count.GetRawText());
    }

    private static List<JsonElement> Rows(JsonElement run) => [.. run.GetProperty("rows").EnumerateArray()];

    private static string Cell(JsonElement row, string column) => row.GetProperty(column).GetString()!;
}
