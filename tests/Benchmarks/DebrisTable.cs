using System.Globalization;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Benchmarks;

/// <summary>
/// What a model makes of made-up cells when something much brighter lies among them: mean PSNR in dB of what lies beside it, and of the same pixels when it is
/// not there, in Markdown. Options: --model NAME (default denoise).
/// </summary>
internal static class DebrisTable
{
    private const int Side = 320;
    private const double White = 255;

    // What lies nearer to the edge of the debris is part of it. Unit: pixels.
    private const double Near = 12;

    private static readonly double[] Levels = [16, 24, 32, 42];

    /// <param name="Share">Of the image.</param>
    /// <param name="Light">As a multiple of the brightest cell.</param>
    private sealed record Debris(double Share, double Light)
    {
        private double Radius => Math.Sqrt(Share / Math.PI) * Side;

        /// <summary>How far a pixel lies from its edge; negative within it.</summary>
        public double Distance(int i) => Math.Sqrt(Math.Pow(i % Side - 0.4 * Side, 2) + Math.Pow(i / Side - 0.45 * Side, 2)) - Radius;

        public GreyImage On(GreyImage cells) => new(Side, Side, [.. cells.Samples.Select((light, i) => light + Light / (1 + Math.Exp(Distance(i) / 0.7)))]);
    }

    public static int Run(string[] options)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var engine = RestorationEngine.Start(new EngineOptions { Device = "cpu" });
        var model = engine.Catalog.Find(new NamedOptions(options)["--model"] ?? "denoise");
        var cells = MadeUpCells.Stainings(Side);
        Debris[] kinds = [new(0.003, 30), new(0.003, 200), new(0.02, 5), new(0.02, 30), new(0.02, 200), new(0.1, 5), new(0.1, 30), new(0.3, 30)];
        LevelTable.Write($"{model.Name}: beside debris, and without it", Levels, kinds.Select(debris => (
            $"{debris.Share:P1} of the image, {debris.Light} times as bright", (Func<double, string>)(level => $"{Mean(debris, level):F2}, {Mean(debris with { Light = 0 }, level):F2}"))));
        return 0;

        double Mean(Debris debris, double level) => cells.Select((signal, i) => Score(signal, debris, level, i)).Average();

        double Score(GreyImage signal, Debris debris, double level, int number)
        {
            var noise = SyntheticNoise.OfLevel(level, share: 0.5, signal.Samples.Average()) with { Gain = White };
            var restored = RestoredImage.Of(engine, model, [noise.Record(debris.On(signal), new RandomSource(6, number)).Noisy], PixelType.Float32);
            var beside = Enumerable.Range(0, Side * Side).Where(i => debris.Distance(i) > Near).ToArray();
            GreyImage Part(GreyImage image) => new(beside.Length, 1, [.. beside.Select(i => image.Samples[i])]);
            return Psnr.Compute(Part(noise.Expect(debris.On(signal))), Part(restored), White);
        }
    }
}
