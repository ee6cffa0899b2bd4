using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Commands.Demo;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Metrics.Baselines;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Bridge.Tests.Fiji;

/// <summary>
/// Evaluate Restoration in the real ImageJ, without any server: its figures are those of the engine, its picture has four panels. The picture of
/// fiji-macro/README.md is made here: FIJIBRIDGE_PICTURES=fiji-macro/images (a full path) and run this test.
/// </summary>
[TestClass]
public sealed class EvaluateRestorationTests
{
    private const double Tolerance = 1e-6;

    private static readonly Uri NoServer = new("http://127.0.0.1:1");

    private static readonly Dictionary<string, string> Sentences = new()
    {
        ["twoImages"] = "Three images must be open, the noisy, the restored and the reference image; there are 2.",
        ["unknown"] = "No image with the title \"nowhere\" is open.",
        ["missing"] = "The option restored is missing: write restored=[title of an open image].",
        ["badRange"] = "range=-3 is not a number above 0: write for instance range=255, or leave it out to take the span of the reference.",
        ["badPlane"] = "plane=4 does not lie within the 3 planes of truth.",
        ["size"] = "The images differ in size: noisy has 96 x 80 pixels in 3 planes, size has 96 x 81 pixels in 3 planes.",
        ["planes"] = "The images differ in size: noisy has 96 x 80 pixels in 3 planes, planes has 96 x 80 pixels in 2 planes.",
        ["colours"] = "colours is an RGB image: convert it to 8-bit, or split its channels, and compare those.",
        ["flat"] = "flat has the same value everywhere: state the span of values, for instance range=255.",
        ["twice"] = "There are 2 images with the title \"twice\": rename one of them.",
        ["small"] = "SSIM needs at least 11 x 11 pixels; the images have 10 x 20.",
    };

    private static string? PictureFolder => Environment.GetEnvironmentVariable("FIJIBRIDGE_PICTURES") is { Length: > 0 } folder ? folder : null;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    public async Task EvaluateRestoration_InBatchMode_FindsTheEnginesFiguresAndTellsEachFailure(int groovy)
    {
        using var imageJ = new ImageJ(groovy);
        var cells = Cells.Write(imageJ.Folder, 96, 80);
        imageJ.Start("evaluate.groovy", NoServer);
        var report = await imageJ.ReportAsync();
        var range = cells.Truth.Max(plane => plane.Samples.Max()) - cells.Truth.Min(plane => plane.Samples.Min());
        AssertScores(report, "plain", cells, new EvaluationOptions { DataRange = range }, "first", "2", "3", "mean");
        AssertScores(report, "stated", cells, new EvaluationOptions { DataRange = 255, Affine = true }, "first", "2", "3", "mean");
        AssertScores(report, "signed", cells with { Truth = [.. cells.Truth.Select(plane => plane.Select(sample => Math.Round(sample) - 100))] },
            new EvaluationOptions { DataRange = 255 }, "1", "2", "3", "mean");
        AssertFigure(report, cells);
        foreach (var (name, sentence) in Sentences) AssertTold(report.GetProperty(name), name, sentence);
    }

    [TestMethod]
    public async Task EvaluateRestoration_FromItsDialog_GuessesTheImagesAndRecordsACommandThatRepeatsIt()
    {
        using var imageJ = new ImageJ();
        Cells.Write(imageJ.Folder, 256, 256);
        imageJ.Start("evaluate_dialog.groovy", NoServer, await SampleAsync(imageJ.Folder));
        var report = await imageJ.ReportAsync();
        Assert.AreEqual("""["cells","cells-restored","truth"]""", report.GetProperty("guessed").GetRawText());
        var command = report.GetProperty("recorded").EnumerateArray().Single().GetString()!;
        StringAssert.Contains(command, "run(\"Evaluate Restoration\", \"noisy=cells restored=cells-restored reference=truth range=[] plane=2");
        var replayed = report.GetProperty("replayed");
        Assert.IsTrue(replayed.GetProperty("same").GetBoolean(), replayed.GetRawText());
        if (PictureFolder is { } folder)
            File.Copy(Path.Combine(imageJ.Folder, "evaluation.png"), Path.Combine(Directory.CreateDirectory(folder).FullName, "evaluation.png"), overwrite: true);
    }

    // In the picture the restored image is what the built-in model makes of the demo.
    private static async Task<Dictionary<string, string>?> SampleAsync(string folder)
    {
        if (PictureFolder is null) return null;
        var sample = Path.Combine(folder, "sample");
        await DemoCommand.RunAsync(sample, new DemoSample { Side = 256, Frames = 3 }, new Screen(TextWriter.Null, TextWriter.Null, IsTerminal: false), CancellationToken.None);
        return new() { ["sample"] = sample };
    }

    [TestMethod]
    public async Task EvaluateRestoration_Escape_EndsAtOnceAndShowsNothing()
    {
        using var imageJ = new ImageJ();
        imageJ.Start("evaluate_escape.groovy", NoServer);
        var report = await imageJ.ReportAsync();
        foreach (var phase in new[] { "measuring", "drawing", "batch" })
        {
            var run = report.GetProperty(phase);
            TestContext.WriteLine($"Esc while {phase}: ImageJ went on after {run.GetProperty("milliseconds")} ms");
            Assert.IsGreaterThanOrEqualTo(0, run.GetProperty("milliseconds").GetInt64(), $"{phase}: Esc came too late");
            Assert.IsFalse(run.GetProperty("wentOn").GetBoolean(), phase);
            Assert.IsFalse(run.GetProperty("table").GetBoolean(), phase);
            Assert.AreEqual(3, run.GetProperty("images").GetInt32(), phase);
            Assert.AreEqual(0, run.GetProperty("windows").GetArrayLength(), phase);
            Assert.AreEqual("", run.GetProperty("log").GetString(), phase);
        }
    }

    [TestMethod]
    public async Task EvaluateRestoration_InImageJWithoutItsWindow_GivesFigureAndTableToTheMacro()
    {
        using var imageJ = new ImageJ();
        var cells = Cells.Write(imageJ.Folder, 96, 80);
        imageJ.Start("evaluate_batch.groovy", NoServer, batch: true);
        var report = await imageJ.ReportAsync();
        Assert.IsFalse(report.GetProperty("window").GetBoolean());
        Assert.AreEqual($"restored-evaluation: {MeanPsnr(cells, new EvaluationOptions { DataRange = 255 })}", report.GetProperty("end").GetString());
        Assert.AreEqual(0, report.GetProperty("windows").GetArrayLength());
        Assert.IsGreaterThan(10_000L, new FileInfo(Path.Combine(imageJ.Folder, "figure.png")).Length);
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    public async Task EvaluateRestoration_WithoutAnyScreen_WritesTheTableAndMakesTheFigure(int groovy)
    {
        using var imageJ = new ImageJ(groovy);
        var cells = Cells.Write(imageJ.Folder, 96, 80);
        var printed = await imageJ.RunHeadlessAsync("evaluate_headless.groovy");
        StringAssert.Contains(printed, "Plane\tPSNR noisy [dB]\tPSNR restored [dB]\tSSIM noisy\t");
        StringAssert.Matches(printed, new($@"(?m)^mean\t[\d.]+\t{Regex.Escape(MeanPsnr(cells, new EvaluationOptions { DataRange = 255, Affine = true }))}\t"));
        StringAssert.Contains(printed, "figure restored-evaluation 1586 x 397, 1 new");
        StringAssert.Contains(printed, "Restored: restored image\n");
        StringAssert.Contains(printed, "Evaluate Restoration: plane=9 does not lie within the 3 planes of truth.");
        StringAssert.Contains(printed, "Evaluate Restoration: No image with the title \"nowhere\" is open.");
        StringAssert.Contains(printed, "then 1 new");
    }

    private static string MeanPsnr(Cells cells, EvaluationOptions options) =>
        cells.Restored.Select((image, i) => Evaluation.Score(cells.Truth[i], image, options).Psnr).Average().ToString("F4", CultureInfo.InvariantCulture);

    private static void AssertScores(JsonElement report, string name, Cells cells, EvaluationOptions options, params string[] labels)
    {
        var run = report.GetProperty(name);
        Assert.IsTrue(run.GetProperty("wentOn").GetBoolean(), run.GetRawText());
        var rows = run.GetProperty("rows").EnumerateArray().ToList();
        CollectionAssert.AreEqual(labels, rows.Select(row => row.GetProperty("Plane").GetString()).ToList());
        foreach (var (kind, images) in new[] { ("noisy", cells.Noisy), ("restored", cells.Restored) })
        {
            var scores = images.Select((image, i) => Evaluation.Score(cells.Truth[i], image, options)).ToList();
            AssertColumn(rows, $"PSNR {kind} [dB]", [.. scores.Select(score => score.Psnr)]);
            AssertColumn(rows, $"SSIM {kind}", [.. scores.Select(score => score.Ssim)]);
            AssertColumn(rows, $"NRMSE {kind}", [.. scores.Select(score => score.Nrmse)]);
        }
        foreach (var row in rows) Assert.AreEqual(options.DataRange!.Value, Number(row, "Range"), Tolerance, name);
    }

    private static void AssertColumn(List<JsonElement> rows, string column, double[] planes)
    {
        double[] expected = [.. planes, planes.Average()];
        for (var row = 0; row < expected.Length; row++) Assert.AreEqual(expected[row], Number(rows[row], column), Tolerance, $"{column}, row {row}");
    }

    private static double Number(JsonElement row, string column) => double.Parse(row.GetProperty(column).GetString()!, CultureInfo.InvariantCulture);

    private static void AssertFigure(JsonElement report, Cells cells)
    {
        // Four panels of 96 * 4 by 80 * 4 pixels with five margins of 10, and three lines of 19 under them.
        StringAssert.Contains(report.GetProperty("plain").GetProperty("log").GetString(), "restored-evaluation\n1586 x 397 24");
        foreach (var panel in report.GetProperty("panels").EnumerateArray())
        {
            Assert.IsGreaterThan(300, panel.GetProperty("yellow").GetInt32());
            Assert.IsGreaterThan(50, panel.GetProperty("greys").GetInt32());
        }
        var options = new EvaluationOptions { DataRange = 255, Affine = true };
        var best = BestGaussian.Choose(cells.Noisy[2], image => options.Error(cells.Truth[2], image));
        var info = report.GetProperty("info").GetString();
        StringAssert.Contains(info, "Plane: 3\nRange: 255\nAffine: yes\n");
        StringAssert.Contains(info, string.Create(CultureInfo.InvariantCulture, $"Sigma: {best.Sigma}\nSmoothed: {Evaluation.Score(cells.Truth[2], best.Image, options).Psnr:0.00} dB / "));
    }

    private static void AssertTold(JsonElement run, string name, string sentence)
    {
        Assert.AreEqual("Evaluate Restoration: " + sentence, run.GetProperty("log").GetString()!.Trim(), name);
        Assert.IsFalse(run.GetProperty("wentOn").GetBoolean(), $"{name}: the macro went on");
        Assert.AreEqual(0, run.GetProperty("windows").GetArrayLength(), $"{name}: a dialog waits");
    }

    /// <summary>Three frames of synthetic cells in 32 bits: as a camera saw them, after non-local means, and in truth.</summary>
    private sealed record Cells(GreyImage[] Noisy, GreyImage[] Restored, GreyImage[] Truth)
    {
        public static Cells Write(string folder, int width, int height)
        {
            var (cells, camera) = (new SyntheticCells(width, height), new Camera());
            GreyImage[] electrons = [.. Enumerable.Range(0, 3).Select(frame => cells.Frame(0, frame).Select(light => 2 + 24 * light))];
            GreyImage[] truth = [.. electrons.Select(frame => GreyImage.From(camera.ExposeWithoutNoise(frame)))];
            GreyImage[] noisy = [.. electrons.Select((frame, i) => GreyImage.From(camera.Expose(frame, new RandomSource(1, i))))];
            GreyImage[] restored = [.. noisy.Select(frame => StabilisedNonLocalMeans.Apply(frame).Select(sample => (float)sample))];
            foreach (var (name, planes) in new[] { ("noisy", noisy), ("restored", restored), ("truth", truth) })
                File.WriteAllBytes(Path.Combine(folder, name + ".raw"), [.. planes.SelectMany(plane => Bytes(plane))]);
            return new Cells(noisy, restored, truth);
        }

        private static byte[] Bytes(GreyImage plane) => MemoryMarshal.AsBytes(Array.ConvertAll(plane.Samples, sample => (float)sample).AsSpan()).ToArray();
    }
}
