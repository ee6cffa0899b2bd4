using System.Globalization;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Metrics.Baselines;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Training.Pairs;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Benchmarks;

/// <summary>
/// What a model gains over the best Gaussian filter, chosen with the answer known (or no filter, where that is better), on noise of every kind:
/// level, photons or electronics, correlation, 8 and 16 bits. Prints a table in Markdown.
/// Options: --model NAME, --models DIR, --data FOLDER (clean images of its val.csv beside made-up cells).
/// </summary>
internal static class SyntheticTable
{
    private const int Side = 256;

    private static readonly int[] Levels = [10, 14, 18, 22, 26, 30, 36, 42];

    private static readonly (string Name, double Photons)[] Origins = [("read noise", 0), ("half and half", 0.5), ("photons", 1)];

    private static readonly (string Name, NoiseKernel? Kernel)[] Correlations =
        [("white", null), ("short (Gaussian, 0.6 pixels)", NoiseKernel.Gaussian(0.6)), ("wide (Gaussian, 1.2 pixels)", NoiseKernel.Gaussian(1.2)), ("long-tailed (exponential, 1 pixel)", NoiseKernel.Exponential(1))];

    private sealed record Case(string Correlation, string Origin, int Bits, int Level, double Noisy, double Smoothed, double Restored)
    {
        public double Gain => Restored - Math.Max(Noisy, Smoothed);
    }

    public static int Run(string[] options)
    {
        var given = new NamedOptions(options);
        using var culture = new InvariantCulture();
        var engine = RestorationEngine.Start(new EngineOptions { Device = "cpu", UserModels = given["--models"] });
        var model = given["--model"] is { } name ? engine.Catalog.Find(name) : engine.Catalog.Default;
        var signals = Signals(given["--data"]).ToList();
        Console.WriteLine($"{model.Name} {model.Card.Version}: dB above the best of input and Gaussian filters, mean of {signals.Count} images, the worst image in brackets\n");
        var cases = Cases(engine, model, signals).ToList();
        Print(cases);
        return 0;
    }

    private static IEnumerable<Case> Cases(RestorationEngine engine, InstalledModel model, List<GreyImage> signals)
    {
        long number = 0;
        foreach (var (correlation, kernel) in Correlations)
        foreach (var (origin, share) in Origins)
        foreach (var bits in (int[])[8, 16])
        foreach (var level in Levels)
        foreach (var signal in signals)
        {
            var noise = SyntheticNoise.OfLevel(level, share, signal.Samples.Average(), kernel);
            // In 8 bits nine tenths of the range are signal, as a user would set a microscope; in 16 bits a tenth of it.
            var recorder = bits == 8
                ? noise with { Gain = 215, Offset = 20, White = 255 }
                : noise with { Gain = 6000, Offset = 400, White = 65535 };
            var (noisy, target) = recorder.Record(signal, new RandomSource(99, number++));
            double Score(GreyImage image) => Psnr.Compute(target, image, recorder.Gain);
            var smoothed = BestGaussian.Choose(noisy, image => -Score(image)).Image;
            yield return new Case(correlation, origin, bits, level, Score(noisy), Score(smoothed), Score(RestoredImage.Of(engine, model, [noisy], bits == 8 ? PixelType.UInt8 : PixelType.UInt16)));
        }
    }

    // Scaled to 0 .. 1. Averages of recordings are halved in size, which leaves a quarter of the variance of what noise they still have.
    private static IEnumerable<GreyImage> Signals(string? data)
    {
        yield return Scaled(new SyntheticCells(Side, Side, 31).Frame(0, 0));
        yield return Scaled(new SyntheticCells(Side, Side, 32).Frame(1, 0));
        if (data is null) yield break;
        foreach (var line in File.ReadLines(Path.Combine(data, "val.csv")).Skip(1).Where((_, i) => i is 3 or 10 or 17 or 30))
        {
            using var file = ImageFile.Open(Path.Combine(data, line.Split(',')[1]));
            yield return Scaled(Downsampling.Bin(GreyImage.From(file.Planes.Read(new PlaneIndex(0, 0, 0))), 2));
        }
    }

    private static GreyImage Scaled(GreyImage image)
    {
        var (dark, bright) = (image.Quantile(0.001), image.Quantile(0.999));
        return image.Select(sample => Math.Clamp((sample - dark) / (bright - dark), 0, 1.05));
    }

    private static void Print(List<Case> cases)
    {
        foreach (var kind in cases.GroupBy(each => each.Correlation))
        {
            Console.WriteLine($"**{kind.Key}**\n\n| noise of | bits | {string.Join(" | ", Levels.Select(level => $"{level} dB"))} |\n|---|---|{string.Concat(Levels.Select(_ => "---|"))}");
            foreach (var row in kind.GroupBy(each => (each.Origin, each.Bits)))
                Console.WriteLine($"| {row.Key.Origin} | {row.Key.Bits} | {string.Join(" | ", row.GroupBy(each => each.Level).Select(cell => $"{cell.Average(each => each.Gain):+0.0;-0.0} ({cell.Min(each => each.Gain):+0.0;-0.0})"))} |");
            Console.WriteLine();
        }
        var worst = cases.MinBy(each => each.Gain)!;
        Console.WriteLine($"mean {cases.Average(each => each.Gain):+0.00;-0.00} dB; {cases.Count(each => each.Gain < -0.1)} of {cases.Count} images more than 0.1 dB worse; the worst: {worst}");
    }

    private sealed class InvariantCulture : IDisposable
    {
        private readonly CultureInfo _before = CultureInfo.CurrentCulture;

        public InvariantCulture() => CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

        public void Dispose() => CultureInfo.CurrentCulture = _before;
    }
}
