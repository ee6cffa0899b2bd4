using System.Text.Json;
using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Commands.Demo;
using FijiBridge.Bridge.Server;
using FijiBridge.Bridge.Tests.Client;
using FijiBridge.Bridge.Tests.Server;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Tests.Fiji;

/// <summary>
/// Train Model in the real ImageJ with the real server. The picture of fiji-macro/README.md is made here: FIJIBRIDGE_PICTURES=fiji-macro/images (a full
/// path); then the training is long enough for a picture worth looking at.
/// </summary>
[TestClass]
public sealed class TrainModelTests : ServerTest
{
    private static readonly Dictionary<string, string[]> Sentences = new()
    {
        ["nothing"] = ["Training needs the titles of two open stacks"],
        ["notOpen"] = ["No image with the title \"nowhere.tif\" is open"],
        ["twice"] = ["\"short.tif\" was chosen twice"],
        ["twins"] = ["There are 2 images with the title \"twin.tif\""],
        ["unequal"] = ["short.tif has 16 x 16 pixels", "10 slices", "longer.tif has 16 x 16 pixels", "12 slices", "both must show the same planes"],
        ["tooSmall"] = ["one.tif has only one plane"],
        ["taken"] = ["There is a model 'smooth' already"],
        ["badName"] = ["\"Cells!\" cannot be the name of a model"],
        ["badMinutes"] = ["minutes=long cannot be read"],
        ["badMode"] = ["mode=Magic is not a choice: use one of Supervised, Noise2Noise"],
        ["badBegin"] = ["A training cannot go on from 'smooth'; choose one of denoise, "],
        ["fewFrames"] = ["few.tif has 9 slices and 1 frames, and denoise-time looks at 5 at once: two parts of so many are needed, one to learn from and one to judge by."],
        ["noFilm"] = ["few.tif has 1 slices and 1 frames, and denoise-time looks at 5 at once"],
        ["noPartner"] = ["b.tif is in ", "noisy and not in ", "clean, and so are 2 others: each image needs one of the same name in the other folder."],
        ["otherSize"] = ["noisy/b.tif has 16 x 16 pixels, and ", "clean/b.tif has 16 x 16 pixels in 2 planes: both must show the same planes."],
        ["otherPixels"] = ["noisy/b.png has 16 x 16 pixels, and ", "clean/b.png has 17 x 17 pixels: both must show the same planes."],
        ["oneFolder"] = ["Two folders are needed: noisy_folder=[short exposures] clean_folder=[long exposures]."],
        ["sameFolder"] = ["noisy was chosen twice"],
        ["noFolder"] = ["There is no folder ", "nowhere."],
        ["oneField"] = ["The folders hold one field of view only, a_ch1.tif"],
        ["noImages"] = ["holds no image of a kind that ImageJ opens by itself (TIFF, PNG, JPEG, GIF, BMP, DICOM, FITS or PGM): save a.czi as TIFF."],
        ["broken"] = ["ImageJ cannot open ", "noisy/b.png: save it as TIFF"],
        ["tooMany"] = ["There are 12 files in the two folders, and the server ", " takes 10: use fewer."],
        ["serverDown"] = ["No FijiBridge server answers at 127.0.0.1:1"],
        ["refused"] = ["The server holds 1 trainings and takes no more than 1"],
        ["refusedHalfway"] = ["The server holds 1 trainings and takes no more than 1"],
    };

    private Protos.V1.Training.TrainingClient? _trainings;

    private static string? PictureFolder => Environment.GetEnvironmentVariable("FIJIBRIDGE_PICTURES") is { Length: > 0 } folder ? folder : null;

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    public async Task TrainModel_InBatchMode_GivesModelsThatRestoreWithEachGroovy(int groovy)
    {
        using var imageJ = new ImageJ(groovy);
        await StartAsync(Options);
        // The fourth connection is that of Train, after those that ask for the server and, twice, whether it takes the training.
        await using var cutting = new CuttingRelay(Server.WebAddress, connection => connection == 3 ? (long.MaxValue, 2500) : null);
        var lost = new CuttingRelay(Server.WebAddress, cuts: 0, afterBytes: 0);
        imageJ.Start("train.groovy", Server.WebAddress, new() { ["cutting"] = cutting.Address.Authority, ["lost"] = lost.Address.Authority },
            environment: new() { ["LC_ALL"] = "C.UTF-8" });
        await imageJ.UntilAsync("begins-lost");
        await UntilAsync(async () => (await RunsAsync())[0] == TrainingStage.Training, "the training runs whose server is lost");
        await lost.DisposeAsync();
        var report = await imageJ.ReportAsync();
        AssertNetwork(report, cutting.Cuts);
        var run = report.GetProperty("batch");
        var log = LogOf(run);
        Assert.IsTrue(run.GetProperty("wentOn").GetBoolean(), log);
        Assert.AreEqual(0, run.GetProperty("windows").GetArrayLength());
        StringAssert.Matches(log, new(@"Train Model: supervised is trained: validation [\d.]+ dB \(noisy [\d.]+ dB, best Gaussian filter [\d.]+ dB\), weights of step \d+ of \d+, on cpu in \d+ s\."));
        StringAssert.Matches(log, new(@"Train Model: validation, means over \d+ image\(s\): noisy [\d.]+ dB, best Gaussian filter [\d.]+ dB, median filter [\d.]+ dB, non-local means [\d.]+ dB, restored [\d.]+ dB\."));
        StringAssert.Contains(log, "planes for training");
        StringAssert.Contains(log, "Train Model: noise2noise is trained");
        Assert.AreEqual(2, log.Split("restored short exposure-restored").Length - 1, log);
        CollectionAssert.IsSubsetOf(new[] { "supervised", "noise2noise", "cut", "folders" }, await ModelsAsync());
        AssertFolders(report.GetProperty("folders"));
    }

    private static void AssertFolders(JsonElement run)
    {
        var log = LogOf(run);
        Assert.IsTrue(run.GetProperty("wentOn").GetBoolean(), log);
        StringAssert.Contains(log, "Train Model: folders is trained: validation ");
        // The two channels of b are one field of view, held out together.
        StringAssert.Contains(log, "means over 4 image(s)");
        StringAssert.Contains(log, "current mine of 1");
        StringAssert.Contains(log, "Train Model: left out, as no image of a kind that ImageJ opens by itself (TIFF, PNG, JPEG, GIF, BMP, DICOM, FITS or PGM): cells.czi, notes.txt.\n");
        StringAssert.Contains(log, "8 planes for training");
    }

    private static void AssertNetwork(JsonElement report, int cuts)
    {
        Assert.AreEqual(1, cuts);
        StringAssert.Contains(LogOf(report.GetProperty("cut")), "Train Model: cut is trained");
        Assert.AreEqual(1, LogOf(report.GetProperty("cut")).Split("planes for training").Length - 1, "what was told before the connection broke is told again");
        StringAssert.Contains(LogOf(report.GetProperty("lost")), "was lost during the training");
        StringAssert.Contains(LogOf(report.GetProperty("lost")), "the training goes on there");
        Assert.IsFalse(report.GetProperty("lost").GetProperty("wentOn").GetBoolean());
    }

    [TestMethod]
    public async Task TrainModel_WhatCannotBe_IsToldOnceAndStopsTheMacro()
    {
        using var imageJ = new ImageJ();
        await StartAsync(Options with { Limits = new ServerLimits { MaxTrainings = 1, MaxTrainingFiles = 10, UploadStallTime = TimeSpan.FromMinutes(10) } });
        using var occupant = new Protos.V1.Training.TrainingClient(NewChannel()).Train();
        // The only place is taken by another training after the server was asked, and before the images come.
        await using var cutting = new CuttingRelay(Server.WebAddress, connection =>
        {
            if (connection == 3) OccupyAsync(occupant).GetAwaiter().GetResult();
            return (1_000_000, long.MaxValue);
        });
        imageJ.Start("train_failures.groovy", Server.WebAddress, new() { ["cutting"] = cutting.Address.Authority });
        var report = await imageJ.ReportAsync();
        foreach (var (name, sentences) in Sentences)
        {
            var log = LogOf(report.GetProperty(name));
            foreach (var sentence in sentences) StringAssert.Contains(log, sentence, name);
            Assert.AreEqual(1, log.Split("Train Model: ").Length - 1, $"{name}: {log}");
            Assert.IsFalse(report.GetProperty(name).GetProperty("wentOn").GetBoolean(), $"{name}: the macro went on");
            Assert.AreEqual(0, report.GetProperty(name).GetProperty("windows").GetArrayLength(), $"{name}: a dialog waits");
        }
        Assert.AreEqual(1, cutting.Cuts);
        CollectionAssert.AreEqual(new[] { TrainingStage.Receiving }, await RunsAsync());
    }

    private async Task OccupyAsync(Grpc.Core.AsyncDuplexStreamingCall<TrainRequest, TrainReply> occupant)
    {
        await occupant.RequestStream.WriteAsync(new TrainRequest { Settings = new TrainingSettings { Name = "occupant", Steps = 1 } });
        await UntilAsync(async () => (await RunsAsync()).Length == 1, "another training is there");
    }

    [TestMethod]
    public async Task TrainModel_FoldersLargerThanTheMemory_AreSentFileByFile()
    {
        using var imageJ = new ImageJ();
        imageJ.Start("train_memory.groovy", new Uri("http://127.0.0.1:1"));
        var report = await imageJ.ReportAsync();
        var (sent, most) = (report.GetProperty("sent").GetInt64(), report.GetProperty("most").GetInt64());
        Assert.IsGreaterThan(6 * 124_000_000L, sent);
        Assert.AreEqual(report.GetProperty("told").GetInt64(), sent);
        Assert.IsGreaterThan(most, sent);
    }

    [TestMethod]
    public async Task TrainModel_Escape_AsksAndKeepsOrThrowsAway()
    {
        using var imageJ = new ImageJ();
        await StartAsync(Options);
        imageJ.Start("train_escape.groovy", Server.WebAddress);
        var report = await imageJ.ReportAsync();
        Assert.IsFalse(report.TryGetProperty("fault", out var fault), $"{fault}");
        CollectionAssert.AreEqual(new[] { "Keep the best", "Go on", "Throw away" }, Texts(report.GetProperty("asked")));
        CollectionAssert.IsSubsetOf(new[] { "Loss of kept", "Validation of kept", "What kept makes of the part that was held out" }, Texts(report.GetProperty("windows")));
        StringAssert.Matches(report.GetProperty("status").GetString(), new(@"^Training: step \d+ of \d+ on cpu, [\d.]+ dB, \d+ (s|min) left$"));
        StringAssert.Contains(LogOf(report.GetProperty("kept")), "Train Model: kept was stopped; its best network so far was kept: validation ");
        StringAssert.Contains(LogOf(report.GetProperty("kept")), "current short.tif");
        Assert.IsFalse(report.GetProperty("batch").GetProperty("wentOn").GetBoolean());
        CollectionAssert.AreEqual(new[] { "short.tif", "long.tif" }, Texts(report.GetProperty("batch").GetProperty("images")));
        CollectionAssert.AreEqual(new[] { "Throw away", "Go on" }, Texts(report.GetProperty("askedEarly")));
        Assert.IsFalse(report.GetProperty("upload").GetProperty("locked").GetBoolean());
        foreach (var name in new[] { "kept", "thrown", "batch", "upload" }) Assert.AreEqual(0, report.GetProperty(name).GetProperty("windows").GetArrayLength(), name);
        var models = await ModelsAsync();
        CollectionAssert.Contains(models, "kept");
        CollectionAssert.DoesNotContain(models, "thrown");
        CollectionAssert.DoesNotContain(models, "batch");
        // The newest is first; of the one whose upload broke off nothing is left.
        await UntilAsync(async () => (await RunsAsync()).Length == 3, "the upload is forgotten");
        CollectionAssert.AreEqual(new[] { TrainingStage.Cancelled, TrainingStage.Cancelled, TrainingStage.Done }, await RunsAsync());
    }

    [TestMethod]
    public async Task TrainModel_FromItsDialog_RecordsACommandThatRepeatsIt()
    {
        using var imageJ = new ImageJ();
        await StartAsync(Options);
        imageJ.Start("train_dialog.groovy", Server.WebAddress, await SampleAsync(imageJ.Folder));
        var report = await imageJ.ReportAsync();
        CollectionAssert.AreEqual(new[] { "short.tif", "long.tif", "Supervised", "denoise", Server.WebAddress.Authority, "short-model", "77", "", "" }, Texts(report.GetProperty("proposed")));
        StringAssert.Contains(report.GetProperty("log").GetString(), "Train Model: first is trained");
        CollectionAssert.IsSubsetOf(new[] { "Loss of first", "Validation of first", "What first makes of the part that was held out" }, Texts(report.GetProperty("windows")));
        var command = Texts(report.GetProperty("recorded")).Single();
        StringAssert.Contains(command, $"run(\"Train Model\", \"server={Server.WebAddress.Authority} noisy=short.tif clean=long.tif name=first minutes=");
        StringAssert.Contains(LogOf(report.GetProperty("again")), "There is a model 'first' already");
        Assert.IsTrue(report.GetProperty("replayed").GetProperty("wentOn").GetBoolean(), LogOf(report.GetProperty("replayed")));
        Assert.IsTrue(report.GetProperty("film").GetProperty("wentOn").GetBoolean(), LogOf(report.GetProperty("film")));
        AssertFoldersFromDialog(report);
        CollectionAssert.IsSubsetOf(new[] { "first", "second", "film", "third", "fourth" }, await ModelsAsync());
        if (PictureFolder is { } folder) File.Copy(Path.Combine(imageJ.Folder, "training.png"), Path.Combine(folder, "training.png"), overwrite: true);
    }

    private void AssertFoldersFromDialog(JsonElement report)
    {
        CollectionAssert.AreEqual(new[] { "Supervised", "denoise", Server.WebAddress.Authority, "model", report.GetProperty("minutes").GetString(), "", "" }, Texts(report.GetProperty("proposedFolders")));
        Assert.AreEqual(2, Texts(report.GetProperty("buttons")).Count(label => label == "Browse"), report.GetProperty("buttons").GetRawText());
        StringAssert.Matches(report.GetProperty("recordedFolders").GetString(), new(@" name=third minutes=0\.05 mode=Supervised begin=\w+ keep_clipped noisy_folder=\[.*two folders/short/?\] clean_folder=\[.*two folders/long/?\]"));
        CollectionAssert.AreEqual(new[] { false }, report.GetProperty("proposedBoxes").EnumerateArray().Select(box => box.GetBoolean()).ToArray());
        StringAssert.Contains(LogOf(report.GetProperty("refusedFolders")), "of the clean image are cut off at 1200");
        var replayed = report.GetProperty("replayedFolders");
        Assert.IsTrue(replayed.GetProperty("wentOn").GetBoolean(), LogOf(replayed));
    }

    private static async Task<Dictionary<string, string>> SampleAsync(string folder)
    {
        if (PictureFolder is null) return new() { ["minutes"] = "0.15" };
        var sample = Path.Combine(folder, "sample");
        await DemoCommand.RunAsync(sample, new DemoSample { Side = 256, Frames = 20 }, new Screen(TextWriter.Null, TextWriter.Null, IsTerminal: false), CancellationToken.None);
        return new() { ["minutes"] = "2.5", ["sample"] = sample };
    }

    private async Task<string[]> ModelsAsync() =>
        [.. (await new Models.ModelsClient(NewChannel()).ListModelsAsync(new ListModelsRequest())).Models.Select(model => model.Name)];

    // One connection for all who wait: the server takes a limited number.
    private async Task<TrainingStage[]> RunsAsync() =>
        [.. (await (_trainings ??= new(NewChannel())).ListRunsAsync(new ListRunsRequest())).Runs.Select(run => run.Progress.Stage)];

    private static string LogOf(JsonElement run) => run.GetProperty("log").GetString()!;

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(text => text.GetString()!)];
}
