using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Metrics;

/// <summary>
/// Structural similarity (Wang, Bovik, Sheikh and Simoncelli 2004): Gaussian window of sigma 1.5 cut at 5 pixels, population covariance,
/// K1 = 0.01, K2 = 0.03, averaged over the pixels whose window lies inside the image; as scikit-image computes it with
/// <c>gaussian_weights=True, sigma=1.5, use_sample_covariance=False</c>.
/// </summary>
public static class Ssim
{
    private const double Sigma = 1.5;
    private const double Truncate = 3.5;
    private const int Radius = 5;

    /// <summary>The shortest side that holds one whole window: 11 pixels.</summary>
    public const int SmallestSide = 2 * Radius + 1;

    /// <param name="reference">The ground truth, at least 11 x 11.</param>
    /// <param name="image">The image to be judged, of the same size.</param>
    /// <param name="dataRange">The span of possible values (255 for 8 bits).</param>
    /// <returns>The mean similarity, at most 1 (equal images).</returns>
    /// <exception cref="ArgumentException">The images differ in size or are smaller than 11 x 11.</exception>
    public static double Compute(GreyImage reference, GreyImage image, double dataRange)
    {
        GreyImage.RequireEqualSize(reference, image);
        if (Math.Min(image.Width, image.Height) < SmallestSide)
            throw new ArgumentException($"SSIM needs at least {SmallestSide} x {SmallestSide} pixels; the image has {image.Width} x {image.Height}");
        var (meanX, meanY) = (Window(reference), Window(image));
        var (meanXX, meanYY, meanXY) = (Window(Product(reference, reference)), Window(Product(image, image)), Window(Product(reference, image)));
        var (c1, c2) = (Math.Pow(0.01 * dataRange, 2), Math.Pow(0.03 * dataRange, 2));
        var sum = 0.0;
        for (var y = Radius; y < image.Height - Radius; y++)
        for (var x = Radius; x < image.Width - Radius; x++)
        {
            var (ux, uy) = (meanX[x, y], meanY[x, y]);
            var (vx, vy, vxy) = (meanXX[x, y] - ux * ux, meanYY[x, y] - uy * uy, meanXY[x, y] - ux * uy);
            sum += (2 * ux * uy + c1) * (2 * vxy + c2) / ((ux * ux + uy * uy + c1) * (vx + vy + c2));
        }
        return sum / ((image.Width - 2.0 * Radius) * (image.Height - 2.0 * Radius));
    }

    private static GreyImage Window(GreyImage image) => GaussianFilter.Apply(image, Sigma, Truncate);

    private static GreyImage Product(GreyImage first, GreyImage second)
    {
        var product = new GreyImage(first.Width, first.Height);
        for (var i = 0; i < product.Samples.Length; i++) product.Samples[i] = first.Samples[i] * second.Samples[i];
        return product;
    }
}
