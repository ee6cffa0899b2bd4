using System.Globalization;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Benchmarks;

/// <summary>
/// What the model "artefacts" makes of one fault at a time, on validation images that it was not trained on, and what "denoise" makes of the same noise without
/// the fault: mean PSNR in dB, in Markdown. Option: --data FOLDER (with manifest.csv).
/// </summary>
internal static class ArtefactTable
{
    private const double White = 255;

    // Every so many of the truths, which show cells in order.
    private const int Every = 6;

    private static readonly double[] Levels = [20, 26, 34];

    /// <param name="Name">For the table.</param>
    /// <param name="Shift">Of every second line, in pixels.</param>
    /// <param name="Spoil">What happens to the recording.</param>
    private sealed record Fault(string Name, double Shift, Func<GreyImage, RandomSource, GreyImage> Spoil)
    {
        public static Fault Lines(double shift) => new($"every second line {Math.Abs(shift)} pixels to the {(shift > 0 ? "right" : "left")}", shift, (image, _) => image);

        public static Fault Stripes(double share, bool alongColumns = false) => new(
            $"{(alongColumns ? "columns" : "rows")} brighter or darker by {share:P0} of the range", 0, (image, random) => Artefacts.Stripes(image, share * White, random, alongColumns));

        public static Fault HotPixels(double share, double level) => new(
            $"hot pixels ({share:P2}) at {level} times the range", 0, (image, random) => Artefacts.HotPixels(image, share, level * White, random));
    }

    public static int Run(string[] options)
    {
        if (new NamedOptions(options)["--data"] is not { } data)
        {
            Console.Error.WriteLine("give --data FOLDER (with manifest.csv)");
            return 2;
        }
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Fault[] faults =
        [
            Fault.Lines(0.5), Fault.Lines(1), Fault.Lines(-2.7), Fault.Lines(6), Fault.HotPixels(0.002, 2.5), Fault.HotPixels(0.0005, 20),
            Fault.Stripes(0.02), Fault.Stripes(0.05), Fault.Stripes(0.12), Fault.Stripes(0.05, alongColumns: true),
        ];
        var engine = RestorationEngine.Start(new EngineOptions { Device = "cpu" });
        var truths = RecipeImages.LoadValidation(data).Pairs.Where((_, i) => i % Every == 0).Select(pair => Lesson.Signal(pair.Clean)).ToList();
        Console.WriteLine($"| fault, {truths.Count} images | noise below the range | recorded | denoise, without the fault | artefacts |\n|---|---|---|---|---|");
        foreach (var fault in faults)
        foreach (var level in Levels)
        {
            var rows = truths.Select((truth, i) => Judge(engine, truth, fault, level, i)).ToList();
            Console.WriteLine($"| {fault.Name} | {level} dB | {rows.Average(row => row.Recorded):F2} | {rows.Average(row => row.WithoutFault):F2} | {rows.Average(row => row.Restored):F2} |");
        }
        return 0;
    }

    private static (double Recorded, double WithoutFault, double Restored) Judge(RestorationEngine engine, GreyImage signal, Fault fault, double level, int number)
    {
        var noise = SyntheticNoise.OfLevel(level, share: 0.5, signal.Samples.Average()) with { Gain = White };
        GreyImage Recorded(GreyImage scanned) => noise.Record(scanned, new RandomSource(6, number)).Noisy;
        GreyImage Restored(string model, GreyImage image) => RestoredImage.Of(engine, engine.Catalog.Find(model), [image], PixelType.Float32);
        double Score(GreyImage image) => Psnr.Compute(noise.Expect(signal), image, White);
        var spoilt = fault.Spoil(Recorded(Artefacts.LineOffset(signal, fault.Shift)), new RandomSource(7, number));
        return (Score(spoilt), Score(Restored("denoise", Recorded(signal))), Score(Restored("artefacts", spoilt)));
    }
}
