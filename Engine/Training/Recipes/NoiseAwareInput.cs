using FijiBridge.Engine.Images;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Training.Graph;
using FijiBridge.Engine.Training.Pairs;

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

    /// <summary>
    /// Copies of a film's middle frame, the last maps: the smoothed ones as of an image, then means over more and more frames, and the widest of
    /// them smoothed.
    /// </summary>
    /// <param name="frames">Neighbouring frames in the network's input; 1 for an image.</param>
    public static int CopiesOf(int frames) => Copies + (frames > 1 ? frames / 2 + 1 : 0);

    /// <summary>Maps after the frames.</summary>
    /// <inheritdoc cref="CopiesOf"/>
    public static int MapsOf(int frames) => Maps - Copies + CopiesOf(frames);

    /// <summary>What models that are told about noise do to intensities first.</summary>
    public static IReadOnlyList<ProcessingStep> Scaling { get; } = [new("zero_mean_unit_variance", new Dictionary<string, object?>())];

    /// <summary>The maps for pairs of images.</summary>
    /// <param name="frames">Neighbouring frames in the network's input; 1 for an image.</param>
    public static InputMaps InputMaps(int frames) => new(MapsOf(frames), SmoothReach, (scaled, noise) => Channels(scaled, noise)[frames..]);

    /// <summary>The model's inputs beside the image: measured in each stack unless the user gives them.</summary>
    /// <param name="variance">Smallest and largest value in training.</param>
    /// <param name="growth">The same for the growth.</param>
    /// <param name="correlation">The same for the correlation.</param>
    public static IReadOnlyList<ModelParameter> Parameters((double Low, double High) variance, (double Low, double High) growth, (double Low, double High) correlation) =>
    [
        new(Variance, "Variance of the noise at the mean intensity, as a share of the image's variance; measured unless given.", 0.1, 0, 4)
            { Estimate = NoiseFigure.Variance, Trained = variance },
        new(Growth, "Growth of that variance per standard deviation of intensity, as photon noise has; measured unless given.", 0.02, 0, 4)
            { Estimate = NoiseFigure.Growth, Trained = growth },
        new(Correlation, "Share of the noise that neighbouring pixels have in common, 0 to 1; measured unless given.", 0, 0, 0.99)
            { Estimate = NoiseFigure.Correlation, Trained = correlation },
    ];

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

    // Of the widest copy.
    private static int SmoothReach => GaussianFilter.Kernel(CopySigmas[^1], 4).Length - 1;

    /// <summary>The scaled frames and the maps of the middle one, one after the other: the channels of the network's input, on the processor.</summary>
    /// <param name="frames">An odd number of frames, of each (x - mean) / deviation.</param>
    /// <param name="noise">Of the scaled frames.</param>
    public static GreyImage[] Channels(IReadOnlyList<GreyImage> frames, ScaledNoise noise)
    {
        var scaled = frames[frames.Count / 2];
        var smooth = GaussianFilter.Apply(scaled, Sigma, Radius / Sigma);
        var (deviation, distance) = (new GreyImage(scaled.Width, scaled.Height), new GreyImage(scaled.Width, scaled.Height));
        for (var i = 0; i < scaled.Samples.Length; i++)
        {
            var variance = (noise.Growth * smooth.Samples[i] + noise.Variance) * (1 - noise.Correlation);
            deviation.Samples[i] = Math.Sqrt(Math.Max(variance, SmallestDeviation * SmallestDeviation));
            distance.Samples[i] = (scaled.Samples[i] - smooth.Samples[i]) / deviation.Samples[i];
        }
        return [.. frames, deviation, distance, scaled.Select(_ => noise.Correlation), .. CopySigmas.Select(sigma => GaussianFilter.Apply(scaled, sigma)), .. Means(frames)];
    }

    // The middle frame with one neighbour on either side, with two, ..., and the last of these smoothed.
    private static IEnumerable<GreyImage> Means(IReadOnlyList<GreyImage> frames)
    {
        if (frames.Count == 1) yield break;
        GreyImage? mean = null;
        for (var reach = 1; reach <= frames.Count / 2; reach++)
        {
            mean = new GreyImage(frames[0].Width, frames[0].Height);
            foreach (var frame in frames.Skip(frames.Count / 2 - reach).Take(2 * reach + 1))
                for (var i = 0; i < mean.Samples.Length; i++) mean.Samples[i] += frame.Samples[i] / (2 * reach + 1);
            yield return mean;
        }
        yield return GaussianFilter.Apply(mean!, CopySigmas[0]);
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
    /// <param name="input">The image.</param>
    /// <param name="restored">Of the same size, or twice as wide and high.</param>
    public static GreyImage WithMeansOf(GreyImage input, GreyImage restored)
    {
        var scale = restored.Width / input.Width;
        var lost = (scale > 1 ? Downsampling.Bin(restored, scale) : restored).Select(sample => -sample);
        for (var i = 0; i < lost.Samples.Length; i++) lost.Samples[i] += input.Samples[i];
        lost = GaussianFilter.Apply(lost, MeanSigma, MeanTruncate);
        var result = new GreyImage(restored.Width, restored.Height);
        // What was lost changes slowly: where pixels are halved, those of one old pixel get the same.
        for (var y = 0; y < result.Height; y++)
        for (var x = 0; x < result.Width; x++)
            result[x, y] = restored[x, y] + lost[x / scale, y / scale];
        return result;
    }

    /// <summary>The same in the graph of a model that takes scaled frames and three numbers.</summary>
    /// <param name="frames">Neighbouring frames that the model takes.</param>
    /// <param name="trusting">Whether nearly clean images come back unchanged; see <see cref="Trust(ScaledNoise)"/>.</param>
    /// <param name="keepsMeans">Whether the result has the means of its input; see <see cref="WithMeansOf"/>.</param>
    /// <param name="scale">Pixels of the result for one of the input along each axis.</param>
    public static Surroundings Surroundings(int frames = 1, bool trusting = true, bool keepsMeans = true, int scale = 1)
    {
        // Before and after belong to one graph at a time: that of the last call.
        GraphValue? middle = null, variance = null;
        GraphValue Enter(GraphValue input)
        {
            middle = frames == 1 ? input : input.Slice(1, frames / 2, frames / 2 + 1);
            return Before(input, middle, variance = input.Graph.Input(Variance, [1]));
        }
        GraphValue Leave(GraphValue restored)
        {
            if (trusting) restored = middle! + (restored - middle!) * Trust(variance!);
            if (!keepsMeans) return restored;
            var lost = Smooth(middle! - (scale > 1 ? restored.AveragePool(scale, scale) : restored), MeanSigma, MeanTruncate);
            return restored + (scale > 1 ? lost.Upsample(scale, scale) : lost);
        }
        return new Surroundings(frames, Enter, Leave)
        {
            Reach = SmoothReach + (keepsMeans ? MeanReach : 0),
            Numbers = new Dictionary<string, float> { [Variance] = 0.1f, [Growth] = 0.02f, [Correlation] = 0.2f },
        };
    }

    private static GraphValue Trust(GraphValue variance) => ((variance.Max(0).Sqrt() - Negligible) / (Certain - Negligible)).Max(0).Min(1);

    private static GraphValue Before(GraphValue input, GraphValue middle, GraphValue total)
    {
        var graph = input.Graph;
        var smooth = Smooth(middle, Sigma, Radius / Sigma);
        var correlation = graph.Input(Correlation, [1]);
        var variance = (smooth * graph.Input(Growth, [1]) + total) * (graph.Scalar(1) - correlation);
        var deviation = variance.Max(SmallestDeviation * SmallestDeviation).Sqrt();
        GraphValue[] maps =
            [input, deviation, (middle - smooth) / deviation, middle * 0 + correlation, .. CopySigmas.Select(sigma => Smooth(middle, sigma, 4)), .. Means(input)];
        return maps.Concat(1);
    }

    private static IEnumerable<GraphValue> Means(GraphValue input)
    {
        var frames = input.Shape[1];
        if (frames == 1) yield break;
        GraphValue? mean = null;
        for (var reach = 1; reach <= frames / 2; reach++)
            yield return mean = Enumerable.Range(frames / 2 - reach, 2 * reach + 1).Select(frame => input.Slice(1, frame, frame + 1)).Aggregate((a, b) => a + b) * (1f / (2 * reach + 1));
        yield return Smooth(mean!, CopySigmas[0], 4, "mean");
    }

    private static GraphValue Smooth(GraphValue image, double sigma, double truncate, string name = "smooth")
    {
        var half = GaussianFilter.Kernel(sigma, truncate);
        var whole = Enumerable.Range(1 - half.Length, 2 * half.Length - 1).Select(d => (float)half[Math.Abs(d)]).ToArray();
        var rows = image.Convolve(image.Graph.Initializer($"{name}_{sigma}_y", whole, 1, 1, whole.Length, 1));
        return rows.Convolve(image.Graph.Initializer($"{name}_{sigma}_x", whole, 1, 1, 1, whole.Length));
    }
}
