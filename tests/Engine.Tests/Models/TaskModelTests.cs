using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Metrics.Baselines;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Tests.Models;

/// <summary>What is promised of the built-in models for films, artefacts, blur and large pixels, on made-up cells that they never saw.</summary>
[TestClass]
public sealed class TaskModelTests
{
    private const int Side = 256;
    private const double White = 4000;

    private static RestorationEngine _engine = null!;

    private static readonly SyntheticCells Cells = new(Side, Side, 77);

    private static readonly GreyImage Truth = Brightness(Cells.Frame(0, 0));

    [ClassInitialize]
    public static void Start(TestContext _) => _engine = RestorationEngine.Start(new EngineOptions { Device = "cpu" });

    [ClassCleanup]
    public static async Task End() => await _engine.DisposeAsync();

    [TestMethod]
    public async Task Time_AMovingFilm_IsBetterThanFrameByFrame()
    {
        var film = Enumerable.Range(0, 7).Select(frame => Brightness(Cells.Frame(0, frame))).ToArray();
        var random = new RandomSource(1);
        var noisy = film.Select(frame => Noisy(frame, 300, random)).ToArray();

        var (together, alone) = (await RestoreAsync("denoise-time", noisy), await RestoreAsync("denoise", noisy));

        Assert.HasCount(film.Length, together);
        for (var frame = 0; frame < film.Length; frame++)
            Assert.IsGreaterThan(Score(film[frame], alone[frame]) + 0.3, Score(film[frame], together[frame]), $"frame {frame}");
    }

    [TestMethod]
    public async Task Time_AFlashInOneFrame_LeavesNoGhostInTheNext()
    {
        var film = Enumerable.Repeat(Truth, 5).ToArray();
        var (x, y) = (Side / 2, Side / 2);
        var flash = Truth.Select(sample => sample);
        for (var v = -3; v <= 3; v++)
        for (var u = -3; u <= 3; u++)
            flash[x + u, y + v] += White * Math.Exp(-(u * u + v * v) / 4.0);
        film[2] = flash;
        var random = new RandomSource(1);

        var restored = await RestoreAsync("denoise-time", [.. film.Select(frame => Noisy(frame, 150, random))]);

        double Spot(GreyImage image) => image.Crop(x - 2, y - 2, 5, 5).Samples.Average();
        var added = Spot(flash) - Spot(Truth);
        Assert.IsGreaterThan(0.6 * added, Spot(restored[2]) - Spot(Truth), "the flash itself");
        foreach (var frame in new[] { 1, 3 }) Assert.IsLessThan(0.15 * added, Math.Abs(Spot(restored[frame]) - Spot(Truth)), $"frame {frame}");
    }

    [TestMethod]
    public async Task Artefacts_StripesHotPixelsAndShiftedLines_AreBetterThanWhatDenoiseLeaves()
    {
        var random = new RandomSource(2);
        var spoilt = Artefacts.HotPixels(Artefacts.Stripes(Noisy(Artefacts.LineOffset(Truth, 1.5), 100, random), 120, random), 0.002, 1.5 * White, random);

        var (restored, denoised) = ((await RestoreAsync("artefacts", spoilt))[0], (await RestoreAsync("denoise", spoilt))[0]);

        Assert.IsGreaterThan(Score(Truth, denoised) + 1.5, Score(Truth, restored));
    }

    [TestMethod]
    [DataRow(1.2)]
    [DataRow(2.2)]
    public async Task Deblur_OfAnyWidth_IsSharperThanTheInputWithoutItsNoise(double sigma)
    {
        var blurred = GaussianFilter.Apply(Truth, sigma);

        var restored = (await RestoreAsync("deblur", Noisy(blurred, 40, new RandomSource(3))))[0];

        // Not even an image without any noise comes as near.
        Assert.IsGreaterThan(Score(Truth, blurred) + 1, Score(Truth, restored));
        Assert.AreEqual(1, restored.Samples.Average() / blurred.Samples.Average(), 0.01);
    }

    [TestMethod]
    public async Task Superres2_OfABinnedImage_HasTwiceThePixelsAndMoreDetailThanBicubicAfterDenoise()
    {
        var noisy = Noisy(Downsampling.Bin(Truth, 2), 40, new RandomSource(4));

        var restored = (await RestoreAsync("superres2", noisy))[0];

        Assert.AreEqual((Side, Side), (restored.Width, restored.Height));
        Assert.IsGreaterThan(Score(Truth, BicubicUpsampling.Apply((await RestoreAsync("denoise", noisy))[0], 2)) + 0.5, Score(Truth, restored));
        Assert.AreEqual(1, restored.Samples.Average() / noisy.Samples.Average(), 0.01);
    }

    private static GreyImage Brightness(GreyImage light) => light.Select(sample => 200 + White * sample);

    private static GreyImage Noisy(GreyImage image, double deviation, RandomSource random) => image.Select(sample => sample + deviation * random.NextGaussian());

    private static double Score(GreyImage truth, GreyImage image) => Psnr.Compute(truth, image, White);

    private static Task<GreyImage[]> RestoreAsync(string model, params GreyImage[] frames) => RestoredFrames.OfAsync(_engine, model, frames);
}
