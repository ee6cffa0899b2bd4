using System.Globalization;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Benchmarks;

/// <summary>
/// How rightly noise is measured in images that have structures: the measured deviation as a multiple of the true one (tenth, median and ninetieth percentile of all
/// images), and the share that was taken for correlated, in Markdown. Options: --data FOLDER (the images of little noise of all splits, binned 2 x 2).
/// </summary>
internal static class NoiseTable
{
    private const int Side = 256;

    private static readonly double[] Levels = [16, 24, 32, 42];

    private static readonly (string Name, NoiseKernel? Kernel)[] Correlations = [("white", null), ("correlated over 0.6 pixels", NoiseKernel.Gaussian(0.6)), ("1.2 pixels", NoiseKernel.Gaussian(1.2))];

    public static int Run(string[] options)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (new NamedOptions(options)["--data"] is not { } data)
        {
            Console.Error.WriteLine("give --data FOLDER (with manifest.csv)");
            return 2;
        }
        var images = RecipeImages.Load(data).Clean.Concat(RecipeImages.LoadValidation(data).Clean).Where((_, i) => i % 3 == 0);
        var signals = images.Select(each => Lesson.Signal(Downsampling.Bin(each.Image, 2), Side)).ToList();
        LevelTable.Write($"noise, in {signals.Count} images", Levels, Correlations.Select(each => (each.Name, (Func<double, string>)(level => Cell(signals, level, each.Kernel)))));
        return 0;
    }

    private static string Cell(List<GreyImage> signals, double level, NoiseKernel? kernel)
    {
        var found = signals.AsParallel().AsOrdered().Select((signal, i) => Measure(signal, level, kernel, i)).ToList();
        var ratios = found.Select(each => each.Ratio).Order().ToList();
        double At(double share) => ratios[(int)(share * (ratios.Count - 1))];
        return $"{At(0.1):F2}, **{At(0.5):F2}**, {At(0.9):F2}; {found.Average(each => each.Correlation):F2}";
    }

    private static (double Ratio, double Correlation) Measure(GreyImage signal, double level, NoiseKernel? kernel, int number)
    {
        var (noisy, _) = SyntheticNoise.OfLevel(level, share: 0, signal.Samples.Average(), kernel).Record(signal, new RandomSource(8, number));
        var meter = new NoiseMeter();
        meter.Add(noisy);
        var noise = meter.Complete();
        return (Math.Sqrt(Math.Max(0, noise.VarianceAt(noisy.Samples.Average()))) / Math.Pow(10, -level / 20), noise.Correlation);
    }
}
