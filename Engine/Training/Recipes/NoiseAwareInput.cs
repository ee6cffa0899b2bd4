using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>
/// What a network is told about the noise, beside the image scaled to mean 0 and deviation 1. Three maps: the standard deviation, at the
/// brightness of the surroundings, of the part of the noise that is white; the pixel's distance from its surroundings in units of it (what
/// stands out there is either noise or a structure, and has the same size at every exposure); and the noise's correlation, the same everywhere.
/// The white part is the unit because it is known best: what looks like correlated noise may be a texture.
/// </summary>
public static class NoiseAwareInput
{
    /// <summary>Maps after the image.</summary>
    public const int Maps = 3 + Copies;

    /// <summary>Smoothed copies of the image, the last maps.</summary>
    public const int Copies = 3;

    /// <summary>Names of the model's inputs beside the image.</summary>
    public const string Variance = "noise_variance", Growth = "noise_growth", Correlation = "noise_correlation";

    // Surroundings: a Gaussian of this width, which photon noise leaves with a tenth of its deviation.
    private const double Sigma = 1.5;
    private const int Radius = 4;

    // Widths of the smoothed copies.
    private static readonly double[] CopySigmas = [0.8, 1.6, 3.2];

    /// <summary>Noise below this share of the image's deviation is not told apart.</summary>
    private const double SmallestDeviation = 0.004;

    // Width of the surroundings in which the mean stays as it is, and how far they reach. Photon noise leaves it with a fortieth of its deviation.
    private const double MeanSigma = 12, MeanTruncate = 2.5;

    // Of those surroundings, for the halo. What is farther away counts little, and is restored nearly as well with a part of its own surroundings missing.
    private const int MeanReach = 8;

    // Shares of the image's deviation; see Trust.
    private const double Negligible = 0.03, Certain = 0.12;

    /// <summary>The scaled image and its maps, one after the other: the channels of the network's input, on the processor.</summary>
    /// <param name="scaled">(x - mean) / deviation.</param>
    /// <param name="noise">Of the scaled image.</param>
    public static GreyImage[] Channels(GreyImage scaled, ScaledNoise noise)
    {
        var smooth = GaussianFilter.Apply(scaled, Sigma, Radius / Sigma);
        var (deviation, distance) = (new GreyImage(scaled.Width, scaled.Height), new GreyImage(scaled.Width, scaled.Height));
        for (var i = 0; i < scaled.Samples.Length; i++)
        {
            var variance = (noise.Growth * smooth.Samples[i] + noise.Variance) * (1 - noise.Correlation);
            deviation.Samples[i] = Math.Sqrt(Math.Max(variance, SmallestDeviation * SmallestDeviation));
            distance.Samples[i] = (scaled.Samples[i] - smooth.Samples[i]) / deviation.Samples[i];
        }
        return [scaled, deviation, distance, scaled.Select(_ => noise.Correlation), .. CopySigmas.Select(sigma => GaussianFilter.Apply(scaled, sigma))];
    }

    /// <summary>
    /// How much of the correction is applied, 0 to 1. In nearly clean images what is taken for noise is mostly structure: below 3 % of the image's
    /// deviation nothing is changed, from 12 % on everything is applied.
    /// </summary>
    public static double Trust(ScaledNoise noise) => Math.Clamp((Math.Sqrt(Math.Max(0, noise.Variance)) - Negligible) / (Certain - Negligible), 0, 1);

    /// <summary>
    /// A restored image with the means of its input: networks that learn from absolute differences restore something like the median of what a pixel may
    /// be, which for dim structures is less than the mean.
    /// </summary>
    public static GreyImage WithMeansOf(GreyImage input, GreyImage restored)
    {
        var result = new GreyImage(input.Width, input.Height);
        for (var i = 0; i < result.Samples.Length; i++) result.Samples[i] = input.Samples[i] - restored.Samples[i];
        result = GaussianFilter.Apply(result, MeanSigma, MeanTruncate);
        for (var i = 0; i < result.Samples.Length; i++) result.Samples[i] += restored.Samples[i];
        return result;
    }

    /// <summary>The same in the graph of a model that takes the scaled image and three numbers.</summary>
    public static Surroundings Surroundings()
    {
        // Before and after belong to one graph at a time: that of the last call.
        GraphValue? entered = null, variance = null;
        GraphValue Enter(GraphValue image) => Before(entered = image, variance = image.Graph.Input(Variance, [1]));
        GraphValue Leave(GraphValue restored)
        {
            var trusted = entered! + (restored - entered!) * Trust(variance!);
            return trusted + Smooth(entered! - trusted, MeanSigma, MeanTruncate);
        }
        return new Surroundings(1, Enter, Leave)
        {
            Reach = GaussianFilter.Kernel(CopySigmas[^1], 4).Length - 1 + MeanReach,
            Numbers = new Dictionary<string, float> { [Variance] = 0.1f, [Growth] = 0.02f, [Correlation] = 0.2f },
        };
    }

    private static GraphValue Trust(GraphValue variance) => ((variance.Max(0).Sqrt() - Negligible) / (Certain - Negligible)).Max(0).Min(1);

    private static GraphValue Before(GraphValue image, GraphValue total)
    {
        var graph = image.Graph;
        var smooth = Smooth(image, Sigma, Radius / Sigma);
        var correlation = graph.Input(Correlation, [1]);
        var variance = (smooth * graph.Input(Growth, [1]) + total) * (graph.Scalar(1) - correlation);
        var deviation = variance.Max(SmallestDeviation * SmallestDeviation).Sqrt();
        return new[] { image, deviation, (image - smooth) / deviation, image * 0 + correlation }.Concat(CopySigmas.Select(sigma => Smooth(image, sigma, 4))).ToArray().Concat(1);
    }

    private static GraphValue Smooth(GraphValue image, double sigma, double truncate)
    {
        var half = GaussianFilter.Kernel(sigma, truncate);
        var whole = Enumerable.Range(1 - half.Length, 2 * half.Length - 1).Select(d => (float)half[Math.Abs(d)]).ToArray();
        var rows = image.Convolve(image.Graph.Initializer($"smooth_{sigma}_y", whole, 1, 1, whole.Length, 1));
        return rows.Convolve(image.Graph.Initializer($"smooth_{sigma}_x", whole, 1, 1, 1, whole.Length));
    }
}
