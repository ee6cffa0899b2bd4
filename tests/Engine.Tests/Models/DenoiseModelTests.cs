using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Metrics.Baselines;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Tests.Models;

/// <summary>What is promised of the built-in models "denoise", "denoise-fast" and "denoise-n2n", on made-up cells that they never saw.</summary>
[TestClass]
public sealed class DenoiseModelTests
{
    private const int Side = 320;

    private static RestorationEngine _engine = null!;

    private static readonly GreyImage Cells = new SyntheticCells(Side, Side, 77).Frame(0, 0);

    [ClassInitialize]
    public static void Start(TestContext _) => _engine = RestorationEngine.Start(new EngineOptions { Device = "cpu" });

    [ClassCleanup]
    public static async Task End() => await _engine.DisposeAsync();

    [TestMethod]
    public void Catalog_ByDefault_TakesIt() => Assert.AreEqual("denoise", _engine.Catalog.Default.Name);

    [TestMethod]
    [DataRow("denoise", 6)]
    [DataRow("denoise", 25)]
    [DataRow("denoise", 100)]
    [DataRow("denoise-fast", 6)]
    [DataRow("denoise-fast", 25)]
    [DataRow("denoise-fast", 100)]
    [DataRow("denoise-n2n", 6)]
    [DataRow("denoise-n2n", 25)]
    [DataRow("denoise-n2n", 100)]
    public async Task Restore_PhotonNoise_BeatsTheBestGaussianAndKeepsTheMean(string model, double photons)
    {
        var camera = new Camera();
        var electrons = Cells.Select(light => 0.5 + photons * light);
        var (noisy, truth) = (GreyImage.From(camera.Expose(electrons, new RandomSource(3))), GreyImage.From(camera.ExposeWithoutNoise(electrons)));
        double Score(GreyImage image) => Psnr.Compute(truth, image, camera.Gain * photons);

        var restored = await RestoreAsync(model, noisy);

        var smoothed = Score(BestGaussian.Choose(noisy, image => -Score(image)).Image);
        Assert.IsGreaterThan(smoothed + 0.5, Score(restored), $"best Gaussian {smoothed:F2} dB");
        // Above the camera's offset.
        Assert.AreEqual(1, (restored.Samples.Average() - camera.Offset) / (noisy.Samples.Average() - camera.Offset), 0.01);
    }

    [TestMethod]
    [DataRow("denoise")]
    [DataRow("denoise-fast")]
    [DataRow("denoise-n2n")]
    public async Task Restore_TwiceTheInput_IsTwiceTheOutput(string model)
    {
        var noisy = GreyImage.From(new Camera().Expose(Cells.Select(light => 2 + 40 * light), new RandomSource(4)));
        var (once, twice) = (await RestoreAsync(model, noisy), await RestoreAsync(model, noisy.Select(sample => 2 * sample)));
        for (var i = 0; i < once.Samples.Length; i++) Assert.AreEqual(2 * once.Samples[i], twice.Samples[i], 0.01 * once.Samples[i]);
    }

    [TestMethod]
    [DataRow("denoise")]
    [DataRow("denoise-fast")]
    [DataRow("denoise-n2n")]
    public async Task Restore_Ramp_StaysARamp(string model)
    {
        var random = new RandomSource(5);
        var ramp = new GreyImage(Side, Side);
        for (var i = 0; i < ramp.Samples.Length; i++) ramp.Samples[i] = 400 + 2 * (i % Side);

        var restored = await RestoreAsync(model, ramp.Select(sample => sample + 20 * random.NextGaussian()));

        // Columns far from the edges, where the mirrored image has a corner.
        for (var x = 32; x < Side - 32; x += 8)
        {
            var mean = Enumerable.Range(0, Side).Average(y => restored[x, y]);
            Assert.AreEqual(400 + 2 * x, mean, 0.01 * (400 + 2 * x), $"column {x}");
        }
    }

    [TestMethod]
    [DataRow("denoise")]
    [DataRow("denoise-fast")]
    [DataRow("denoise-n2n")]
    public async Task Restore_CleanImage_LeavesItAsItIs(string model)
    {
        var clean = Cells.Select(light => 200 + 20000 * light);
        Assert.IsGreaterThan(55, Psnr.Compute(clean, await RestoreAsync(model, clean), 20000));
    }

    private static async Task<GreyImage> RestoreAsync(string model, GreyImage noisy) => (await RestoredFrames.OfAsync(_engine, model, noisy))[0];
}
