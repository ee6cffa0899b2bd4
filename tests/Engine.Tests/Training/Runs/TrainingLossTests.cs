using FijiBridge.Engine.Images;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Tests.Training.Pairs;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Architectures;
using FijiBridge.Engine.Training.Pairs;
using FijiBridge.Engine.Training.Runs;

namespace FijiBridge.Engine.Tests.Training.Runs;

/// <summary>The losses a user can choose, from the request to the step and to the card.</summary>
[TestClass]
public sealed class TrainingLossTests
{
    private const int Side = 48;

    private readonly TemporaryFolder _folder = new();
    private TrainingOptions? _options;

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    [DataRow(null, typeof(Loss.L1), "L1")]
    [DataRow(LossKind.L1, typeof(Loss.L1), "L1")]
    [DataRow(LossKind.L2, typeof(Loss.L2), "L2")]
    [DataRow(LossKind.Charbonnier, typeof(Loss.Charbonnier), "Charbonnier")]
    public void Run_WithALoss_TakesItForItsStepsAndTellsItInTheCard(LossKind? kind, Type loss, string word)
    {
        TrainingRun.Run(Request(Photons(3)) with { Loss = kind }, _folder.At("package"));

        Assert.IsInstanceOfType(_options!.Loss, loss);
        Assert.IsInstanceOfType<Domain.Direct>(_options.Network.Domain);
        StringAssert.Contains(File.ReadAllText(_folder.At("package/rdf.yaml")), $"loss: {word}");
    }

    [TestMethod]
    public void Run_PoissonGaussian_MeasuresTheCameraAndRestoresFewPhotons()
    {
        var outcome = TrainingRun.Run(Request(Photons(5)) with { Loss = LossKind.PoissonGaussian, Steps = 150 }, _folder.At("package"));

        var domain = (Domain.Stabilized)outcome.Trained.Network.Domain;
        Assert.AreEqual(2, domain.Noise.Gain, 0.6);
        Assert.AreEqual(100, domain.Noise.Offset, 20);
        Assert.IsFalse(domain.NoisyTargets);
        Assert.IsInstanceOfType<Loss.L2>(_options!.Loss);
        Assert.IsGreaterThan(outcome.NoisyPsnr + 3, outcome.Trained.BestScore!.Value);
        Assert.IsTrue(ModelCheck.Run(ModelFolder.Open(_folder.At("package"), builtIn: false), DeviceKind.Cpu).Passed);
        var card = File.ReadAllText(_folder.At("package/rdf.yaml"));
        foreach (var fact in new[] { "loss: PoissonGaussian", "noise_gain: ", "noise_offset: ", "noise_read: ", "noise_origin: estimated" }) StringAssert.Contains(card, fact);
        Assert.DoesNotContain("scale_range", card);
    }

    [TestMethod]
    public void Run_PoissonGaussianWithACamera_TakesItAsGiven()
    {
        var noise = new NoiseModel(2, 100, 3);

        var outcome = TrainingRun.Run(Request(Photons(3)) with { Loss = LossKind.PoissonGaussian, Noise = noise }, _folder.At("package"));

        Assert.AreEqual(noise, ((Domain.Stabilized)outcome.Trained.Network.Domain).Noise);
        StringAssert.Contains(File.ReadAllText(_folder.At("package/rdf.yaml")), "noise_origin: given");
    }

    [TestMethod]
    public void Run_PoissonGaussianBetweenNoisyImages_ReturnsByTheUnbiasedInverse()
    {
        var request = Request(Photons(4, noisyTargets: true)) with { Loss = LossKind.PoissonGaussian, Noise2Noise = true };

        var outcome = TrainingRun.Run(request, _folder.At("package"));

        var domain = (Domain.Stabilized)outcome.Trained.Network.Domain;
        Assert.IsTrue(domain.NoisyTargets);
        Assert.AreEqual(2, domain.Noise.Gain, 0.6);
    }

    [TestMethod]
    public void Run_PoissonGaussianWithAnOffsetAboveTheImages_SaysWhatToMeasure()
    {
        var request = Request(Photons(3)) with { Loss = LossKind.PoissonGaussian, Noise = new NoiseModel(2, 130, 1) };

        Refuses(request, FailureKind.BadInput, "so far below the offset 130");
    }

    [TestMethod]
    public void Run_PoissonGaussianOnNoiseThatFallsWithBrightness_AsksForTheCamera()
    {
        var random = new RandomSource(4);
        var folder = Pairs(3, value => value + (60 - value / 50) * random.NextGaussian(), value => value);

        Refuses(Request(folder) with { Loss = LossKind.PoissonGaussian }, FailureKind.BadInput, "noise cannot be estimated from the noisy images (the noise does not grow with brightness");
    }

    [TestMethod]
    public void Run_ACameraThatNoLossAsksFor_OrThatCannotBe_IsRefused()
    {
        var request = Request(Photons(3));

        Refuses(request with { Noise = new NoiseModel(2, 100, 3) }, FailureKind.BadRequest, "belong to the loss poisson-gaussian");
        Refuses(request with { Loss = LossKind.PoissonGaussian, Noise = new NoiseModel(0, 100, 3) }, FailureKind.BadRequest, "a gain above 0");
        Refuses(request with { Loss = LossKind.PoissonGaussian, Task = TrainingTask.Deblur }, FailureKind.BadRequest, "poisson-gaussian learns to denoise");
    }

    private void Refuses(TrainingRequest request, FailureKind kind, string complaint)
    {
        var failure = Assert.ThrowsExactly<EngineFailure>(() => TrainingRun.Run(request, _folder.At("package")));

        Assert.AreEqual(kind, failure.Kind);
        StringAssert.Contains(failure.Message, complaint);
        Assert.IsFalse(Path.Exists(_folder.At("package")));
    }

    // 4 to 25 photons for each pixel, 2 counts for each photon, 100 counts in the dark.
    private string Photons(int fields, bool noisyTargets = false)
    {
        var random = new RandomSource(3);
        double Exposure(double value) => 100 + 2 * random.Poisson(value / 100);
        return Pairs(fields, Exposure, noisyTargets ? Exposure : value => value);
    }

    private string Pairs(int fields, Func<double, double> noisy, Func<double, double> clean)
    {
        for (var field = 0; field < fields; field++)
        {
            var seed = field;
            PairFiles.Write(_folder.At($"fields/noisy/{field}.tif"), new StackShape(Side, Side), (_, x, y) => noisy(PairFiles.Blobs(seed, x, y)));
            PairFiles.Write(_folder.At($"fields/clean/{field}.tif"), new StackShape(Side, Side), (_, x, y) => clean(PairFiles.Blobs(seed, x, y)));
        }
        return _folder.At("fields");
    }

    private TrainingRequest Request(string folder) => new()
    {
        Pairs = PairList.From(folder),
        Name = "tiny",
        Steps = 10,
        Device = "cpu",
        Threads = 1,
        Adjust = options => _options = options with
        {
            Network = options.Network with { Architecture = new UNet(1, 8) },
            Patch = new PatchShape(4, 32, 32),
            ValidateEvery = 5,
        },
    };
}
