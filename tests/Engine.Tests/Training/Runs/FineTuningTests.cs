using FijiBridge.Engine.Images;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tests.Models;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Tests.Training.Pairs;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Pairs;
using FijiBridge.Engine.Training.Runs;

namespace FijiBridge.Engine.Tests.Training.Runs;

/// <summary>Trainings that go on from a built-in model.</summary>
[TestClass]
public sealed class FineTuningTests
{
    private const int Side = 64;

    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public async Task Run_FromDenoise_BeginsExactlyWhereDenoiseStands()
    {
        var reports = new Reports();

        var outcome = TrainingRun.Run(Still(Request("denoise")) with { Register = false, KeepClipped = true }, _folder.At("mine"), reports);

        // What a user gets who restores the validation image with the built-in model, and with the one that has learnt nothing.
        var (noisy, clean) = (Read("noisy"), Read("clean"));
        await using var engine = RestorationEngine.Start(new EngineOptions { Device = "cpu", UserModels = _folder.At("models") });
        engine.Catalog.Import(_folder.At("mine"));
        var (builtIn, mine) = ((await RestoredFrames.OfAsync(engine, "denoise", noisy))[0], (await RestoredFrames.OfAsync(engine, "mine", noisy))[0]);
        // At the borders, which restoration mirrors, the two differ a little.
        var matched = AffineMatching.Fit(clean, noisy).Apply(clean);
        var range = matched.Quantile(0.999) - matched.Quantile(0.001);
        Assert.AreEqual(Psnr.Compute(matched, builtIn, range), outcome.OriginPsnr!.Value, 0.1);
        Assert.AreEqual(outcome.OriginPsnr, outcome.Trained.BestScore);
        CollectionAssert.AreEqual(builtIn.Samples, mine.Samples);
        Assert.IsTrue(reports.List.Exists(report => report.OriginPsnr == outcome.OriginPsnr));
        StringAssert.Contains(outcome.Warnings.Single(), "no step made it better than denoise");
    }

    [TestMethod]
    public void Run_FromDenoise_LearnsTheImagesOfItsUser()
    {
        // Stripes: no microscope's noise, so that the built-in model keeps them.
        var outcome = TrainingRun.Run(Request("denoise", stripes: 120) with { Steps = 40 }, _folder.At("mine"));

        Assert.IsGreaterThan(outcome.OriginPsnr!.Value + 0.5, outcome.Trained.BestScore!.Value);
        Assert.IsEmpty(outcome.Warnings);
        var card = File.ReadAllText(_folder.At("mine/rdf.yaml"));
        foreach (var fact in new[] { "from: denoise", "zero_mean_unit_variance", "estimate: noise_variance", "going on from denoise" }) StringAssert.Contains(card, fact);
        Assert.IsTrue(ModelCheck.Run(ModelFolder.Open(_folder.At("mine"), builtIn: false), DeviceKind.Cpu).Passed);
    }

    [TestMethod]
    [DataRow("denoise-fast", TrainingTask.Denoise, 1, 1)]
    [DataRow("denoise-rcan", TrainingTask.Denoise, 1, 1)]
    [DataRow("denoise-time", TrainingTask.Denoise, 5, 1)]
    [DataRow("superres2", TrainingTask.Superres2, 1, 2)]
    [DataRow("artefacts", TrainingTask.Artefacts, 1, 1)]
    public void Run_FromAnyOther_HasItsFramesScaleAndHalo(string from, TrainingTask task, int frames, int scale)
    {
        var pairs = task == TrainingTask.Denoise
            ? PairList.From(PairFiles.Folders(_folder.At("films"), 2, Side, frames: frames))
            : PairList.FromSingles(Path.Combine(PairFiles.Folders(_folder.At("singles"), 2, Side), "noisy"));

        TrainingRun.Run(Still(Request(from)) with { Pairs = pairs, Validation = null, Task = task, Steps = 1 }, _folder.At("mine"));

        var constraints = ModelFolder.Open(_folder.At("mine"), builtIn: false).Constraints;
        Assert.AreEqual((frames, scale), (constraints.Frames, constraints.Scale));
        Assert.AreEqual(ModelFolder.Open(Path.Combine(ModelCatalog.BuiltInFolder, from), builtIn: true).Constraints.Y.Halo, constraints.Y.Halo);
    }

    [TestMethod]
    public void Cut_SimulatedPlaneWithMaps_SeesWhatItSeesInTheWholePlane()
    {
        var path = PairFiles.Write(_folder.At("single.tif"), new StackShape(96, 96), (_, x, y) => PairFiles.Blobs(1, x, y));
        var options = Recipe.Pairs(Request("superres2") with { Task = TrainingTask.Superres2 }, judged: false);
        var plane = (SimulatedPlane)PairPreparation.Prepare(PairList.FromSingles(path).Pairs, options)[0];
        var (whole, patch) = (plane.Fixed(1), new Patch(16, 16, 1 + options.Maps!.Count, 2));

        plane.Cut(14, 15, patch, new RandomSource(1));

        for (var channel = 0; channel < whole.Channels.Count; channel++)
        for (var i = 0; i < 256; i++)
            Assert.AreEqual(whole.Channels[channel][(15 + i / 16) * whole.Width + 14 + i % 16], patch.Channel(channel)[i], 1e-4f, $"channel {channel}, pixel {i}");
    }

    [TestMethod]
    [DataRow("nobody", null, 1, TrainingTask.Denoise, null, "cannot go on from 'nobody'; choose one of denoise, ")]
    [DataRow("denoise", "rcan", 1, TrainingTask.Denoise, null, "leave the architecture out")]
    [DataRow("denoise", null, 3, TrainingTask.Denoise, null, "denoise looks at 1 frame(s), not at 3")]
    [DataRow("denoise", null, 1, TrainingTask.Superres2, null, "for superres2 go on from superres2")]
    [DataRow("superres2", null, 1, TrainingTask.Denoise, null, "superres2 doubles the pixels")]
    [DataRow("denoise", null, 1, TrainingTask.Denoise, LossKind.PoissonGaussian, "cannot go on from denoise")]
    public void Run_ContradictingOrigin_IsRefused(string from, string? architecture, int frames, TrainingTask task, LossKind? loss, string complaint)
    {
        var request = Request(from) with { Architecture = architecture, Frames = frames, Task = task, Loss = loss };

        var failure = Assert.ThrowsExactly<EngineFailure>(() => TrainingRun.Run(request, _folder.At("mine")));

        Assert.AreEqual(FailureKind.BadRequest, failure.Kind);
        StringAssert.Contains(failure.Message, complaint);
    }

    private TrainingRequest Request(string from, double stripes = 0)
    {
        Images("training", 3, Side, stripes);
        Images("validation", 1, 3 * Side, stripes);
        return new TrainingRequest
        {
            Pairs = PairList.From(_folder.At("training")),
            Validation = PairList.From(_folder.At("validation")),
            Name = "mine",
            From = from,
            Steps = 2,
            Device = "cpu",
        };
    }

    // So small a step that no weight changes.
    private static TrainingRequest Still(TrainingRequest request) =>
        request with { Adjust = options => options with { LearningRate = new LearningRateSchedule(1e-30, 1), ValidateEvery = 1 } };

    private void Images(string folder, int count, int side, double stripes)
    {
        for (var field = 0; field < count; field++)
        {
            var (seed, random, shape) = (field + 10 * folder.Length, new RandomSource(field, folder.Length), new StackShape(side, side));
            var rows = Enumerable.Range(0, side).Select(_ => stripes * random.NextGaussian()).ToArray();
            PairFiles.Write(_folder.At($"{folder}/clean/{folder}{field}.tif"), shape, (_, x, y) => PairFiles.Blobs(seed, x, y));
            PairFiles.Write(_folder.At($"{folder}/noisy/{folder}{field}.tif"), shape, (_, x, y) => 500 + 0.5 * PairFiles.Blobs(seed, x, y) + rows[y] + 60 * random.NextGaussian());
        }
    }

    private GreyImage Read(string side)
    {
        using var file = ImageFile.Open(_folder.At($"validation/{side}/validation0.tif"));
        return GreyImage.From(file.Planes.Read(file.Planes.Shape.PlaneAt(0)));
    }
}
