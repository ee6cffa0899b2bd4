using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics.Baselines;

namespace FijiBridge.Engine.Metrics;

/// <summary>How images are compared.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The span of possible values, for instance 255; null takes the span of each ground truth (its 0.1 % to 99.9 % quantile).</summary>
    public double? DataRange { get; init; }

    /// <summary>Each image is first mapped onto the ground truth by the least-squares line, so that only its shape is judged.</summary>
    public bool Affine { get; init; }

    /// <summary>The stated span, or that of a ground truth.</summary>
    public double RangeFor(GreyImage clean) => DataRange ?? clean.Quantile(0.999) - clean.Quantile(0.001);

    /// <summary>The mean squared error of an image, after it was mapped if that is asked for.</summary>
    public double Error(GreyImage clean, GreyImage image) => Psnr.MeanSquaredError(clean, Matched(clean, image));

    /// <summary>The image, or its straight line onto the truth.</summary>
    public GreyImage Matched(GreyImage clean, GreyImage image) => Affine ? AffineMatching.Fit(image, clean).Apply(image) : image;
}

/// <summary>How near an image is to its ground truth.</summary>
/// <param name="Psnr">Peak signal-to-noise ratio in dB.</param>
/// <param name="Ssim">Structural similarity, at most 1.</param>
/// <param name="Nrmse">Root mean squared error over the root mean square of the truth.</param>
public sealed record Scores(double Psnr, double Ssim, double Nrmse);

/// <summary>The scores of one pair, or the means of many.</summary>
/// <param name="Name">What the user calls the pair.</param>
/// <param name="DataRange">The span of values that was used.</param>
/// <param name="Noisy">The recorded image.</param>
/// <param name="SmoothingSigma">Sigma of the best Gaussian, in pixels.</param>
/// <param name="Smoothed">After the best Gaussian.</param>
/// <param name="Median">After a 3 x 3 median.</param>
/// <param name="Nlm">After <see cref="StabilisedNonLocalMeans"/>.</param>
/// <param name="Restored">What the model made of it, or null without a model.</param>
public sealed record PairScores(
    string Name, double DataRange, Scores Noisy, double SmoothingSigma, Scores Smoothed, Scores Median, Scores Nlm, Scores? Restored);

/// <summary>Compares noisy, smoothed, median-filtered, non-local-means and restored images with their ground truth.</summary>
public static class Evaluation
{
    /// <param name="name">What the user calls the pair.</param>
    /// <param name="noisy">The recorded image.</param>
    /// <param name="clean">
    /// The ground truth, at least 11 x 11 and of the same size, or a whole number of times as large (superresolution): then the noisy image and
    /// what the simple filters make of it are enlarged by <see cref="BicubicUpsampling"/>.
    /// </param>
    /// <param name="restored">What a model made of the noisy image, of the truth's size, or null.</param>
    /// <param name="options">How to compare.</param>
    /// <exception cref="ArgumentException">The images differ in size or are too small.</exception>
    public static PairScores Evaluate(string name, GreyImage noisy, GreyImage clean, GreyImage? restored, EvaluationOptions options)
    {
        var factor = Math.Max(1, clean.Width / noisy.Width);
        GreyImage Enlarged(GreyImage image) => factor > 1 ? BicubicUpsampling.Apply(image, factor) : image;
        Scores Score(GreyImage image) => Evaluation.Score(clean, Enlarged(image), options);
        var smoothed = BestGaussian.Choose(noisy, image => options.Error(clean, Enlarged(image)));
        return new PairScores(
            name, options.RangeFor(clean), Score(noisy), smoothed.Sigma, Score(smoothed.Image), Score(MedianFilter.Apply(noisy)), Score(StabilisedNonLocalMeans.Apply(noisy)),
            restored is null ? null : Evaluation.Score(clean, restored, options));
    }

    /// <summary>The scores of one image.</summary>
    public static Scores Score(GreyImage clean, GreyImage image, EvaluationOptions options)
    {
        var (matched, dataRange) = (options.Matched(clean, image), options.RangeFor(clean));
        return new Scores(Psnr.Compute(clean, matched, dataRange), Ssim.Compute(clean, matched, dataRange), Nrmse.Compute(clean, matched));
    }

    /// <summary>The means over pairs of each score; the name tells how many.</summary>
    /// <exception cref="InvalidOperationException">There are no pairs.</exception>
    public static PairScores Mean(IReadOnlyList<PairScores> pairs) => new(
        $"mean of {pairs.Count}", pairs.Average(pair => pair.DataRange), Mean(pairs.Select(pair => pair.Noisy)), pairs.Average(pair => pair.SmoothingSigma),
        Mean(pairs.Select(pair => pair.Smoothed)), Mean(pairs.Select(pair => pair.Median)), Mean(pairs.Select(pair => pair.Nlm)),
        pairs.All(pair => pair.Restored is not null) ? Mean(pairs.Select(pair => pair.Restored!)) : null);

    private static Scores Mean(IEnumerable<Scores> scores)
    {
        var list = scores.ToList();
        return new Scores(list.Average(score => score.Psnr), list.Average(score => score.Ssim), list.Average(score => score.Nrmse));
    }
}
