using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Metrics.Baselines;

/// <summary>The Gaussian filter that would have been chosen by somebody who knows the answer: the fairest simple opponent of a network.</summary>
/// <param name="Sigma">The chosen standard deviation in pixels.</param>
/// <param name="Image">The filtered image.</param>
public sealed record BestGaussian(double Sigma, GreyImage Image)
{
    /// <summary>The sigmas that are tried, in pixels.</summary>
    public static IReadOnlyList<double> Sigmas { get; } = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4];

    /// <param name="noisy">The image to be filtered.</param>
    /// <param name="error">What is to be smallest, for instance the mean squared error to the truth.</param>
    public static BestGaussian Choose(GreyImage noisy, Func<GreyImage, double> error) =>
        Sigmas.Select(sigma => new BestGaussian(sigma, GaussianFilter.Apply(noisy, sigma))).MinBy(candidate => error(candidate.Image))!;
}
