using FijiBridge.Engine.Images;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Tests.Training.Pairs;
using FijiBridge.Engine.Tiff;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Architectures;
using FijiBridge.Engine.Training.Packages;
using FijiBridge.Engine.Training.Pairs;
using FijiBridge.Engine.Training.Runs;

namespace FijiBridge.Engine.Tests.Training.Runs;

[TestClass]
public sealed class TrainingRunTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public void Run_OnPairs_WritesAModelThatIsImportedWithItsFigures()
    {
        var request = Request(5) with { Independent = PairList.From(PairFiles.Folders(_folder.At("other"), 2)), Authors = ["A. Biologist"] };
        var reports = new Reports();

        var outcome = TrainingRun.Run(request, _folder.At("package"), reports);
        var model = new ModelCatalog(_folder.At("none"), _folder.At("models"), check: ModelCheck.Require).Import(_folder.At("package"));

        Assert.AreEqual("tiny", model.Name);
        CollectionAssert.AreEqual(new[] { EvaluationRole.Validation, EvaluationRole.Independent }, outcome.Evaluations.Select(evaluation => evaluation.Role).ToArray());
        CollectionAssert.AreEqual(new[] { 1, 2 }, outcome.Evaluations.Select(evaluation => evaluation.Images).ToArray());
        StringAssert.Contains(model.Card.Text, "dataset_role: independent");
        Assert.HasCount(4, outcome.Reports);
        Assert.IsTrue(reports.List.Exists(report => report is { Training.Score: not null, Ssim: not null, Preview: not null }));
        Assert.AreEqual(5 + 2, reports.List.Max(report => report.PairsReady));
    }

    [TestMethod]
    public void Run_PairsThatShowNothing_LeavesThemOutAndTellsItOnce()
    {
        var request = Request(6) with { Validation = PairList.From(PairFiles.Folders(_folder.At("choose"), 2)) };
        foreach (var name in new[] { "fields/noisy/field1.tif", "fields/clean/field3.tif", "fields/noisy/field4.tif", "fields/noisy/field5.tif" })
            PairFiles.Write(_folder.At(name), new StackShape(32, 32), (_, x, _) => name.Contains('3') ? 5000 - 100 * x : 7);
        PairFiles.Write(_folder.At("choose/clean/field1.tif"), new StackShape(32, 32), (_, _, _) => 0);
        var reports = new Reports();

        var outcome = TrainingRun.Run(request, _folder.At("package"), reports);

        string[] expected =
        [
            "left out of the training pairs: 4 of 6 planes, from which nothing can be learnt: 3 with one value everywhere (field1.tif, field4.tif, field5.tif), 1 with images that do not show the same (field3.tif)",
            "left out of the validation pairs: 1 of 2 planes, from which nothing can be learnt: 1 with one value everywhere (field1.tif)",
        ];
        CollectionAssert.AreEqual(expected, outcome.Warnings.ToArray(), string.Join('\n', outcome.Warnings));
        CollectionAssert.IsSubsetOf(expected, reports.List.Select(report => report.Notice).ToArray());
        Assert.HasCount(2, outcome.Reports);
    }

    [TestMethod]
    [DataRow("fields")]
    [DataRow("choose")]
    [DataRow("other")]
    public void Run_SampleOfWhichNothingRemains_IsRefused(string sample)
    {
        var request = Request(2) with
        {
            Validation = PairList.From(PairFiles.Folders(_folder.At("choose"), 2)),
            Independent = PairList.From(PairFiles.Folders(_folder.At("other"), 2)),
        };
        for (var field = 0; field < 2; field++) PairFiles.Write(_folder.At($"{sample}/noisy/field{field}.tif"), new StackShape(32, 32), (_, _, _) => 7);

        var failure = Assert.ThrowsExactly<EngineFailure>(() => TrainingRun.Run(request, _folder.At("package")));

        Assert.AreEqual(FailureKind.BadInput, failure.Kind);
        foreach (var field in new[] { "field0.tif", "field1.tif" })
            StringAssert.Contains(failure.Message, $"{field}: the noisy image is 7 everywhere; there is nothing to learn from it");
    }

    [TestMethod]
    public void Run_ExposureSeriesWithFilesOfOtherNames_TellsWhichAreLeftOut()
    {
        foreach (var name in new[] { "a_10ms.tif", "a_50ms.tif", "b_10ms.tif", "b_50ms.tif", "a_1s.tif", "a_0,5ms.tif", "b_100ms.tiff", "overview.tif", "notes.txt" })
            PairFiles.Write(_folder.At($"series/{name}"), new StackShape(32, 32), (_, x, y) => PairFiles.Blobs(name[0], x, y));

        var reports = new Reports();

        var outcome = TrainingRun.Run(Request(2) with { Pairs = PairList.From(_folder.At("series")) }, _folder.At("package"), reports);

        Assert.AreEqual("left out of the exposure series: 4 of 8 images that are not called like {sample}_{exposure}ms.tif: a_0,5ms.tif, a_1s.tif, b_100ms.tiff and 1 more", outcome.Warnings.Single());
        Assert.AreEqual(outcome.Warnings[0], reports.List[0].Notice);
    }

    [TestMethod]
    public void Run_Noise2Noise_LearnsFromTwoNoisyImages()
    {
        var folder = _folder.At("two");
        for (var field = 0; field < 3; field++)
            foreach (var side in new[] { "noisy", "clean" })
            {
                var random = new RandomSource(field, side.Length);
                var seed = field;
                PairFiles.Write(Path.Combine(folder, side, $"{field}.tif"), new StackShape(32, 32), (_, x, y) => PairFiles.Blobs(seed, x, y) + 80 * random.NextGaussian());
            }

        var outcome = TrainingRun.Run(Request(3) with { Pairs = PairList.From(folder), Noise2Noise = true }, _folder.At("package"));

        Assert.IsTrue(outcome.Reports.All(report => !report.Moved && report.Gain == 1));
        StringAssert.Contains(File.ReadAllText(_folder.At("package/rdf.yaml")), "mode: Noise2Noise");
    }

    [TestMethod]
    public void Run_OnOneStack_DealsItsPhotonsOutAndHoldsItsLastPlanesOut()
    {
        var random = new RandomSource(1);
        var stack = PairFiles.Write(_folder.At("film.tif"), new StackShape(32, 32, frames: 10), (index, x, y) => 100 + 2 * random.Poisson(PairFiles.Blobs(1, x + index.Frame, y) / 20));
        var reports = new Reports();

        var outcome = TrainingRun.Run(Request(2) with { Pairs = PairList.FromSingles(stack), Noise2Noise = true }, _folder.At("package"), reports);

        Assert.HasCount(8, outcome.Reports);
        Assert.AreEqual(2, outcome.Evaluations[0].Images);
        Assert.IsTrue(reports.List.Exists(report => report.Notice?.Contains("its last 2 plane(s)") == true));
    }

    [TestMethod]
    [DataRow(TrainingTask.Superres2, 2)]
    [DataRow(TrainingTask.Deblur, 1)]
    [DataRow(TrainingTask.Artefacts, 1)]
    public void Run_TaskWithSingleImages_MakesItsPairsItself(TrainingTask task, int scale)
    {
        PairFiles.Folders(_folder.At("fields"), 3, side: 48);
        var request = Request(2) with { Pairs = PairList.FromSingles(_folder.At("fields/noisy")), Task = task };

        TrainingRun.Run(request, _folder.At("package"));

        Assert.AreEqual(scale, ModelFolder.Open(_folder.At("package"), builtIn: false).Constraints.Scale);
    }

    [TestMethod]
    public void Run_OnTimeLapses_MakesAModelOfThreeFrames()
    {
        var request = Request(2) with { Pairs = PairList.From(PairFiles.Folders(_folder.At("films"), 2, frames: 4)), Frames = 3 };

        TrainingRun.Run(request, _folder.At("package"));

        Assert.AreEqual(3, ModelFolder.Open(_folder.At("package"), builtIn: false).Constraints.Frames);
    }

    [TestMethod]
    public async Task Run_OnZStacks_MakesAModelOfVolumes()
    {
        var volumes = PairList.From(PairFiles.Folders(_folder.At("volumes"), 3, slices: 9));

        var outcome = TrainingRun.Run(Request(3) with { Pairs = volumes, Volumes = true, Adjust = options => options }, _folder.At("package"));

        await using var engine = RestorationEngine.Start(new EngineOptions { Device = "cpu", UserModels = _folder.At("models") });
        var model = engine.Catalog.Import(_folder.At("package"));
        Assert.IsTrue(model.Constraints.ThreeDimensional);
        Assert.HasCount(18, outcome.Reports);
        StringAssert.Contains(model.Card.Text, "patch: 2 x 8 x 32 x 32");
        using var noisy = TiffPlaneReader.Open(File.OpenRead(_folder.At("volumes/noisy/field0.tif")));
        using var restored = new MemoryStream();
        await engine.RestoreAsync(new RestoreJob(model), noisy, restored);
        using var result = TiffPlaneReader.Open(restored);
        Assert.AreEqual(new StackShape(32, 32, slices: 9), result.Shape);
    }

    [TestMethod]
    [DataRow("rcan", null, 1, TrainingTask.Denoise, "rcan works on planes; for volumes choose unet")]
    [DataRow(null, "denoise", 1, TrainingTask.Denoise, "a network for volumes cannot go on from it")]
    [DataRow(null, null, 3, TrainingTask.Denoise, "neighbouring slices, not at neighbouring frames")]
    [DataRow(null, null, 1, TrainingTask.Superres2, "Networks for volumes do not enlarge")]
    public void Run_ContradictingVolumes_IsRefused(string? architecture, string? from, int frames, TrainingTask task, string complaint)
    {
        var request = Request(2) with { Volumes = true, Architecture = architecture, From = from, Frames = frames, Task = task };

        StringAssert.Contains(Assert.ThrowsExactly<EngineFailure>(() => TrainingRun.Run(request, _folder.At("package"))).Message, complaint);
    }

    [TestMethod]
    public void Run_Cancelled_KeepsTheBestNetworkSoFar()
    {
        using var cancel = new CancellationTokenSource();
        var reports = new Reports(report =>
        {
            if (report.Training?.Score is not null) cancel.Cancel();
        });

        var outcome = TrainingRun.Run(Request(3) with { Steps = 1000 }, _folder.At("package"), reports, ct: cancel.Token);

        Assert.AreEqual(StopReason.Cancelled, outcome.Trained.Reason);
        Assert.IsTrue(ModelCheck.Run(ModelFolder.Open(_folder.At("package"), builtIn: false), DeviceKind.Cpu).Passed);
    }

    [TestMethod]
    public void Run_CancelledBeforeTheFirstValidation_LeavesNothing()
    {
        using var cancel = new CancellationTokenSource();
        var steps = 0;

        Assert.ThrowsExactly<OperationCanceledException>(() => TrainingRun.Run(Request(3), _folder.At("package"), pause: _ =>
        {
            if (++steps == 3) cancel.Cancel();
        }, ct: cancel.Token));

        Assert.IsFalse(Path.Exists(_folder.At("package")));
    }

    [TestMethod]
    public void Run_Resumed_GivesTheSameWeightsAsAnUnbrokenRun()
    {
        var request = Request(3) with { Checkpoint = _folder.At("state"), Steps = 20 };
        using var cancel = new CancellationTokenSource();
        var unbroken = TrainingRun.Run(request with { Checkpoint = null }, _folder.At("unbroken"));
        TrainingRun.Run(request, _folder.At("broken"), new Reports(report =>
        {
            if (report.Training?.Score is not null) cancel.Cancel();
        }), ct: cancel.Token);

        var resumed = TrainingRun.Run(request with { Resume = true }, _folder.At("resumed"));

        Assert.AreEqual(20, resumed.Trained.Steps);
        CollectionAssert.AreEqual(unbroken.Trained.Weights, resumed.Trained.Weights);
    }

    [TestMethod]
    public void Run_ResumedWithOtherImages_IsRefused()
    {
        var request = Request(3) with { Checkpoint = _folder.At("state"), Steps = 10 };
        TrainingRun.Run(request, _folder.At("package"));
        PairFiles.Folders(_folder.At("fields"), 3, noise: 20);

        var failure = Assert.ThrowsExactly<EngineFailure>(() => TrainingRun.Run(request with { Resume = true }, _folder.At("again")));

        StringAssert.Contains(failure.Message, "other settings");
    }

    [TestMethod]
    public void Run_IndependentSampleAmongTheTrainingPairs_IsRefused()
    {
        var request = Request(3);

        var failure = Assert.ThrowsExactly<EngineFailure>(() => TrainingRun.Run(request with { Independent = request.Pairs }, _folder.At("package")));

        Assert.AreEqual(FailureKind.BadInput, failure.Kind);
        StringAssert.Contains(failure.Message, "is in the training pairs and in the independent pairs");
    }

    [TestMethod]
    public void Run_ValidationByWhatIsTrainedOn_IsRefused()
    {
        var request = Request(3);

        var failure = Assert.ThrowsExactly<EngineFailure>(() => TrainingRun.Run(request with { Validation = request.Pairs }, _folder.At("package")));

        StringAssert.Contains(failure.Message, "is in the training pairs and in the validation pairs");
    }

    [TestMethod]
    public void Run_ImpossibleRequest_NamesEveryComplaintBeforeAnythingIsOpened()
    {
        var request = Request(2) with { Name = "No Name", Frames = 2, Architecture = "gan", Steps = null };

        var failure = Assert.ThrowsExactly<EngineFailure>(() => TrainingRun.Run(request, _folder.At("package")));

        foreach (var complaint in new[] { "cannot be the name of a model", "1, 3 or 5 neighbouring frames, not 2", "no architecture 'gan'", "either a number of steps or a time" })
            StringAssert.Contains(failure.Message, complaint);
    }

    [TestMethod]
    [DataRow("unet", TrainingTask.Superres2, "unet does not enlarge; for superres2 choose rcan")]
    [DataRow(null, TrainingTask.Deblur, "Noise2Noise learns to denoise")]
    public void Run_ContradictingTask_IsRefused(string? architecture, TrainingTask task, string complaint)
    {
        var request = Request(2) with { Architecture = architecture, Task = task, Noise2Noise = architecture is null };

        StringAssert.Contains(Assert.ThrowsExactly<EngineFailure>(() => TrainingRun.Run(request, _folder.At("package"))).Message, complaint);
    }

    private TrainingRequest Request(int fields) => new()
    {
        Pairs = PairList.From(PairFiles.Folders(_folder.At("fields"), fields)),
        Name = "tiny",
        Steps = 10,
        Device = "cpu",
        Threads = 1,
        Adjust = options => options with
        {
            Network = options.Network with { Architecture = options.Network.Architecture.Scale == 2 ? new Rcan(1, 1, 4, 4, 2) : new UNet(1, 4) },
            Patch = new PatchShape(2, 16, 16),
            ValidateEvery = 5,
        },
    };
}
