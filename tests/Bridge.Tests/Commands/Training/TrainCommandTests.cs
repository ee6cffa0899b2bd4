using System.Text.Json.Nodes;
using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Commands.Training;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;
using FijiBridge.Engine.Training.Runs;

namespace FijiBridge.Bridge.Tests.Commands.Training;

[TestClass]
public sealed class TrainCommandTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public async Task Train_OnFolders_PutsAModelIntoTheFolderAndTellsItsFigures()
    {
        var run = await TrainAsync("--json");

        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        var json = JsonNode.Parse(run.Out)!;
        Assert.AreEqual("ok", (string?)json["status"]);
        Assert.AreEqual("tiny", (string?)json["model"]);
        Assert.AreEqual(10, (int?)json["steps"]);
        Assert.IsNotNull((double?)json["evaluations"]![0]!["restored"]!["psnr"]);
        Assert.IsTrue(File.Exists(Path.Combine((string)json["folder"]!, "rdf.yaml")));
        StringAssert.Contains(run.Error, "planes for training");
        StringAssert.Contains(run.Error, "step 10 of 10");
        CollectionAssert.AreEqual(new[] { "tiny" }, Directory.EnumerateFileSystemEntries(_folder["out"]).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public async Task Train_Quietly_PrintsOneLine()
    {
        var run = await TrainAsync("--quiet");

        StringAssert.StartsWith(run.Out, "OK tiny trained to its end: validation ");
        Assert.AreEqual(1, run.Out.Trim().Split('\n').Length);
        Assert.AreEqual("", run.Error);
    }

    [TestMethod]
    public async Task Train_FromABuiltInModel_TellsWhatItBeganWith()
    {
        var (told, json) = (await TrainAnyAsync("first", "--from", "denoise"), await TrainAnyAsync("second", "--from", "denoise", "--json"));

        Assert.AreEqual(ExitCodes.Done, told.ExitCode, told.Error);
        StringAssert.Matches(told.Error, new(@"best Gaussian filter [\d.]+ dB, what it begins with [\d.]+ dB; training begins"));
        StringAssert.Matches(told.Out, new(@"best Gaussian [\d.]+, what it began with [\d.]+\), weights of step"));
        var (origin, kept) = ((double)JsonNode.Parse(json.Out)!["origin_psnr"]!, (double)JsonNode.Parse(json.Out)!["validation_psnr"]!);
        Assert.IsGreaterThanOrEqualTo(origin, kept);
    }

    [TestMethod]
    public async Task Train_WithAnEmptyImageAmongOthers_TellsThatItIsLeftOut()
    {
        const string LeftOut = "left out of the training pairs: 1 of 3 planes, from which nothing can be learnt: 1 with one value everywhere (blank.tif)";
        Write("clean/blank.tif", (_, _) => 7);
        Write("noisy/blank.tif", (x, y) => x + y);

        var (told, json) = (await TrainAsync(), await TrainAnyAsync("second", "--architecture", "dncnn", "--json"));

        Assert.AreEqual(ExitCodes.Done, told.ExitCode, told.Error);
        StringAssert.Contains(told.Error, LeftOut);
        StringAssert.Contains(told.Out, $"warning: {LeftOut}");
        StringAssert.Contains(json.Error, LeftOut);
        Assert.AreEqual(LeftOut, (string?)JsonNode.Parse(json.Out)!["warnings"]!.AsArray().Single());
    }

    [TestMethod]
    public async Task Train_UnderATakenName_IsRefusedBeforeAnythingIsOpened()
    {
        Directory.CreateDirectory(_folder["out/tiny"]);

        var run = await TrainAsync();

        Assert.AreEqual(ExitCodes.OutputFailed, run.ExitCode);
        StringAssert.Contains(run.Error, "there is a model tiny already");
    }

    [TestMethod]
    public void Keep_UnderANameThatWasTakenMeanwhile_ReplacesNothingAndLosesNothing()
    {
        var place = TrainedModelPlace.Open(new TrainOptions { Pairs = "cells", Name = "tiny", Out = _folder["out"] }, new Progress<RunProgress>());
        Directory.CreateDirectory(place.Package);
        Directory.CreateDirectory(_folder["out/tiny"]);

        var refused = Assert.ThrowsExactly<CommandFailure>(() => place.Keep(finished: true));

        StringAssert.Contains(refused.Message, $"a model tiny has come into {_folder["out"]} while this one was trained, which is in {place.Package}");
        Assert.IsTrue(Directory.Exists(place.Package) && Directory.Exists(_folder["out/tiny"]));
    }

    [TestMethod]
    public async Task Train_WithAnInterruptedTrainingOfThatName_AsksForResume()
    {
        Directory.CreateDirectory(_folder["out"]);
        File.WriteAllText(_folder["out/.tiny.training"], "state");

        var run = await TrainAsync();

        Assert.AreEqual(ExitCodes.OutputFailed, run.ExitCode);
        StringAssert.Contains(run.Error, "add --resume to go on with it");
    }

    [TestMethod]
    [DataRow("--steps 5 --minutes 1", "leave one of them out")]
    [DataRow("--task paint", "--task paint: choose one of denoise, superres2, deblur, artefacts")]
    public async Task Train_ContradictingOptions_AreWrongUsage(string options, string complaint)
    {
        var run = await Run.Of(["train", "--pairs", _folder.Path, .. options.Split(' ')]);

        Assert.AreEqual(ExitCodes.WrongUsage, run.ExitCode);
        StringAssert.Contains(run.Error, complaint);
    }

    [TestMethod]
    public async Task Train_OnAFolderWithoutPairs_SaysWhatWasLookedFor()
    {
        var run = await Run.Of(["train", "--pairs", _folder.Path, "--name", "tiny", "--out", _folder["out"]]);

        Assert.AreEqual(ExitCodes.BadInput, run.ExitCode);
        StringAssert.Contains(run.Error, "there are no folders noisy and clean in it");
    }

    [TestMethod]
    public void ModelName_WithoutAName_IsMadeOfThePairs()
    {
        Assert.AreEqual("my-cells-2-denoise", new TrainOptions { Pairs = "/data/My Cells (2).csv" }.ModelName);
        Assert.AreEqual("dish-superres2", new TrainOptions { Pairs = "dish/", Task = "superres2" }.ModelName);
    }

    private Task<Run> TrainAsync(params string[] more) => TrainAnyAsync("tiny", ["--architecture", "dncnn", .. more]);

    // Images of 16 x 16 pixels make patches of that size, so that ten steps are quick.
    private Task<Run> TrainAnyAsync(string name, params string[] more)
    {
        for (var field = 0; field < 3; field++)
        {
            var (seed, noise) = (field, new Random(field));
            Write($"clean/{field}.tif", (x, y) => 1000 + 500 * Math.Sin(x * 0.4 + seed) + 300 * Math.Cos(y * 0.5) + x + y);
            Write($"noisy/{field}.tif", (x, y) => 1000 + 500 * Math.Sin(x * 0.4 + seed) + 300 * Math.Cos(y * 0.5) + x + y + 200 * (noise.NextDouble() - 0.5));
        }
        return Run.Of([
            "train", "--pairs", _folder.Path, "--steps", "10", "--name", name, "--out", _folder["out"], "--device", "cpu", .. more]);
    }

    private void Write(string name, Func<int, int, double> sample)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        var plane = new Plane(PixelType.UInt16, 16, 16);
        for (var y = 0; y < 16; y++) plane.WriteRow(y, [.. Enumerable.Range(0, 16).Select(x => sample(x, y))]);
        using var file = File.Create(_folder[name]);
        using var writer = TiffPlaneWriter.Create(file, new StackShape(16, 16), PixelType.UInt16, StackMetadata.Empty, null);
        writer.WritePlane(plane);
        writer.Complete();
    }
}
