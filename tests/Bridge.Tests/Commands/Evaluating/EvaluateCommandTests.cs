using System.Globalization;
using System.Text.Json.Nodes;
using FijiBridge.Bridge.Commands;
using FijiBridge.Engine.Images;
using FijiBridge.Tests.Peers;

namespace FijiBridge.Bridge.Tests.Commands.Evaluating;

/// <summary>The whole way: command line, server inside the program, engine, figures.</summary>
[TestClass]
public sealed class EvaluateCommandTests : IDisposable
{
    private static readonly string[] Methods = ["noisy", "smoothed", "median", "nlm", "restored"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public async Task Evaluate_APair_EqualsScikitImageEndToEnd()
    {
        PairFiles.Write(_folder, "a");
        var json = await EvaluateAsync("noisy,clean\nnoisy-a.tif,clean-a.tif", "--range", "255", "--model", "smooth", "--parameter", "sigma=1.3");
        await Run.Of("restore", _folder["noisy-a.tif"], _folder["restored.tif"], "--model", "smooth", "--parameter", "sigma=1.3", "--device", "cpu", "--quiet");
        var sigma = json["pairs"]![0]!["smoothing_sigma"]!.GetValue<double>().ToString(CultureInfo.InvariantCulture);
        var expected = await PeerProcess.RunAsync("judge.py", _folder["clean-a.tif"], _folder["noisy-a.tif"], _folder["restored.tif"], sigma, "255");
        if (expected["missing"] is { } missing) Assert.Inconclusive($"Debian: python3-skimage and python3-tifffile ({missing})");
        foreach (var method in new[] { "noisy", "smoothed", "median", "restored" })
        foreach (var figure in new[] { "psnr", "ssim", "nrmse" })
        {
            Assert.AreEqual(Figure(expected, method, figure), Figure(json["pairs"]![0]!, method, figure), 1e-6, $"{method} {figure}");
            Assert.AreEqual(Figure(expected, method, figure), Figure(json, method, figure), 1e-6, $"mean of one: {method} {figure}");
        }
    }

    [TestMethod]
    public async Task Evaluate_StacksAndPngWithGroups_JudgesEveryPlaneAndGivesMeansByGroup()
    {
        PairFiles.Write(_folder, "stack", new StackShape(40, 30, frames: 3));
        PairFiles.WritePng(_folder, "picture");
        var json = await EvaluateAsync(
            "noisy,clean,group\nnoisy-stack.tif,clean-stack.tif,film\nnoisy-picture.png,clean-picture.png,still", "--range", "255", "--model", "smooth");
        Assert.AreEqual(4, json["count"]!.GetValue<int>());
        var names = json["pairs"]!.AsArray().Select(pair => pair!["name"]!.GetValue<string>());
        CollectionAssert.AreEqual(new[] { "noisy-stack.tif plane 1", "noisy-stack.tif plane 2", "noisy-stack.tif plane 3", "noisy-picture.png" }, names.ToArray());
        Assert.AreEqual("smooth", json["model"]!.GetValue<string>());
        Assert.AreEqual("cpu", json["device"]!.GetValue<string>());
        foreach (var method in Methods)
        {
            var planes = json["pairs"]!.AsArray().Select(pair => Figure(pair!, method, "psnr")).ToArray();
            Assert.AreEqual(planes.Average(), Figure(json, method, "psnr"), 1e-9, method);
            Assert.AreEqual(planes.Take(3).Average(), Figure(json["groups"]![0]!, method, "psnr"), 1e-9, method);
            Assert.AreEqual(planes[3], Figure(json["groups"]![1]!, method, "psnr"), 1e-9, method);
        }
        Assert.IsGreaterThan(Figure(json, "noisy", "psnr") + 3, Figure(json, "restored", "psnr"));
    }

    [TestMethod]
    public async Task Evaluate_ForAPerson_PrintsATableOfAllMethodsAndWritesTheCsv()
    {
        PairFiles.Write(_folder, "a");
        PairFiles.Write(_folder, "b", noise: 40);
        File.WriteAllText(_folder["pairs.csv"], "noisy,clean\nnoisy-a.tif,clean-a.tif\nnoisy-b.tif,clean-b.tif");
        var run = await Run.Of("evaluate", "--model", "smooth", "--pairs", _folder["pairs.csv"], "--device", "cpu", "--csv", _folder["out.csv"]);
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        foreach (var word in Methods.Concat(["PSNR [dB]", "SSIM", "NRMSE", "mean of 2", "restored with smooth"])) StringAssert.Contains(run.Out, word);
        var lines = File.ReadAllLines(_folder["out.csv"]);
        Assert.HasCount(3, lines);
        StringAssert.EndsWith(lines[0], "restored_psnr,restored_ssim,restored_nrmse");
        Assert.AreEqual(lines[0].Split(',').Length, lines[2].Split(',').Length);
    }

    [TestMethod]
    public async Task Evaluate_ASeriesWithAFileOfAnotherName_WarnsThatItIsLeftOut()
    {
        PairFiles.Write(_folder, "a");
        Directory.CreateDirectory(_folder["series"]);
        foreach (var (file, name) in new[] { ("noisy-a.tif", "a_10ms.tif"), ("clean-a.tif", "a_50ms.tif"), ("clean-a.tif", "a_1s.tif") })
            File.Copy(_folder[file], _folder[$"series/{name}"]);

        var run = await Run.Of("evaluate", "--model", "smooth", "--pairs", _folder["series"], "--device", "cpu");

        StringAssert.Contains(run.Out, "warning: left out of the exposure series: 1 of 3 images that are not called like {sample}_{exposure}ms.tif: a_1s.tif");
    }

    [TestMethod]
    public async Task Evaluate_EqualImages_HasNoFiniteRatioAndSaysNull()
    {
        PairFiles.Write(_folder, "a", noise: 0);
        var json = await EvaluateAsync("noisy,clean\nnoisy-a.tif,clean-a.tif", "--range", "255", "--model", "pass-through");
        Assert.IsNull(json["restored"]!["psnr"]);
        Assert.AreEqual(1, Figure(json, "restored", "ssim"), 1e-12);
    }

    [TestMethod]
    [DataRow("noisy,clean\nnoisy-a.tif,clean-big.tif", "", ExitCodes.BadInput, "must be of the same size")]
    [DataRow("noisy,clean\nnoisy-a.tif,nowhere.tif", "", ExitCodes.BadInput, "nowhere.tif")]
    [DataRow("noisy,clean\nnoisy-a.tif,black.tif", "", ExitCodes.BadInput, "is constant")]
    [DataRow("noisy,clean\nnoisy-a.tif,broken.tif", "", ExitCodes.BadInput, "broken.tif cannot be read")]
    [DataRow("noisy,clean\nnoisy-a.tif,clean-a.tif", "--model nosuch", ExitCodes.Refused, "nosuch")]
    [DataRow("noisy,clean\nnoisy-a.tif,clean-a.tif", "--parameter colour=1", ExitCodes.Refused, "colour")]
    [DataRow("noisy,clean\nnoisy-a.tif,clean-a.tif", "--range -5", ExitCodes.WrongUsage, "--range -5")]
    [DataRow("noisy,clean\nnoisy-a.tif,clean-a.tif", "--csv pairs.csv", ExitCodes.OutputFailed, "exists already")]
    public async Task Evaluate_BadInput_IsOneSentenceWithItsExitCode(string pairs, string more, int exitCode, string named)
    {
        PairFiles.Write(_folder, "a");
        PairFiles.Write(_folder, "big", new StackShape(80, 60));
        PairFiles.WriteStack(_folder["black.tif"], PairFiles.Shape, (_, _, _) => 0);
        _folder.Write("broken.tif");
        File.WriteAllText(_folder["pairs.csv"], pairs);
        var words = more.Replace("pairs.csv", _folder["pairs.csv"], StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var run = await Run.Of(["evaluate", "--pairs", _folder["pairs.csv"], "--device", "cpu", .. words]);
        Assert.AreEqual(exitCode, run.ExitCode, run.Error);
        Assert.AreEqual("", run.Out);
        StringAssert.Contains(run.Error, named);
    }

    private static double Figure(JsonNode node, string method, string figure) => node[method]![figure]!.GetValue<double>();

    private async Task<JsonNode> EvaluateAsync(string pairs, params string[] more)
    {
        File.WriteAllText(_folder["pairs.csv"], pairs);
        var run = await Run.Of(["evaluate", "--pairs", _folder["pairs.csv"], "--json", "--device", "cpu", .. more]);
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        return JsonNode.Parse(run.Out)!;
    }
}
