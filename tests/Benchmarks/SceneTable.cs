using System.Globalization;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Metrics.Baselines;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Benchmarks;

/// <summary>
/// What a model makes of what few training images show: mean PSNR in dB of the recorded, of the best Gaussian (chosen with the truth known) and of the restored
/// image, in Markdown. The range is that of the cells; where something is brighter only that is judged. Options: --model NAME (default denoise), --models DIR.
/// </summary>
internal static class SceneTable
{
    private const int Side = 320;
    private const double White = 255;

    private static readonly double[] Levels = [16, 24, 32, 42];

    /// <param name="Name">What it shows.</param>
    /// <param name="Light">Of a pixel, from the cells' light and its position.</param>
    /// <param name="IsJudged">Whether a position counts.</param>
    private sealed record Scene(string Name, Func<double, double, double, double> Light, Func<double, double, bool> IsJudged)
    {
        public GreyImage Of(GreyImage cells) => new(Side, Side, [.. cells.Samples.Select((light, i) => Light(light, i % Side, i / Side))]);

        public int[] Judged => [.. Enumerable.Range(0, Side * Side).Where(i => IsJudged(i % Side, i / Side))];
    }

    public static int Run(string[] options)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var given = new NamedOptions(options);
        var engine = RestorationEngine.Start(new EngineOptions { Device = "cpu", UserModels = given["--models"] });
        var model = engine.Catalog.Find(given["--model"] ?? "denoise");
        var cells = MadeUpCells.Stainings(Side);
        LevelTable.Write($"{model.Name}: recorded, best Gaussian, restored", Levels, Scenes().Select(scene => (scene.Name, (Func<double, string>)(level => Cell(scene, level)))));
        return 0;

        string Cell(Scene scene, double level)
        {
            var scores = cells.Select((signal, i) => Scores(signal, scene, level, i)).ToList();
            return string.Join(", ", Enumerable.Range(0, 3).Select(column => $"{scores.Average(each => each[column]):F2}"));
        }

        double[] Scores(GreyImage signal, Scene scene, double level, int number)
        {
            var noise = SyntheticNoise.OfLevel(level, share: 0.5, signal.Samples.Average()) with { Gain = White };
            var (noisy, truth) = noise.Record(scene.Of(signal), new RandomSource(6, number));
            var judged = scene.Judged;
            GreyImage Part(GreyImage image) => new(judged.Length, 1, [.. judged.Select(i => image.Samples[i])]);
            double Score(GreyImage image) => Psnr.Compute(Part(truth), Part(image), White);
            return [Score(noisy), Score(BestGaussian.Choose(noisy, image => -Score(image)).Image), Score(RestoredImage.Of(engine, model, [noisy], PixelType.Float32))];
        }
    }

    private static IEnumerable<Scene> Scenes()
    {
        foreach (var angle in new[] { 0, 30 })
        foreach (var period in new[] { 2.5, 4, 6, 10 })
            yield return Everywhere($"stripes of {period} pixels{(angle > 0 ? $" at {angle} degrees" : "")}", (_, x, y) => Stripe(x, y, period, angle));
        yield return Everywhere("cells striped by 5 pixels at 30 degrees", (light, x, y) => light * Stripe(x, y, 5, 30));
        foreach (var times in new[] { 4, 30 })
            yield return new Scene($"a cell {times} times as bright, inside", (light, x, y) => light * (1 + (times - 1) / (1 + Math.Exp((Distance(x, y) - 40) / 0.7))), (x, y) => Distance(x, y) < 36);
        yield return new Scene("background that rises by 10 times the range, brighter half", (light, x, _) => light + 10 * x / Side, (x, _) => x > Side / 2);
        yield return Everywhere("dark on bright ground", (light, _, _) => Math.Max(0.02, 1 - 0.8 * light));
    }

    private static Scene Everywhere(string name, Func<double, double, double, double> light) => new(name, light, (_, _) => true);

    private static double Stripe(double x, double y, double period, double angle)
    {
        var turned = angle * Math.PI / 180;
        return 0.5 + 0.5 * Math.Cos(2 * Math.PI * (x * Math.Cos(turned) + y * Math.Sin(turned)) / period);
    }

    private static double Distance(double x, double y) => Math.Sqrt(Math.Pow(x - 0.4 * Side, 2) + Math.Pow(y - 0.45 * Side, 2));
}
