using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>
/// One number for the noise of an image: the median absolute response to the product of two second differences (Immerkaer 1996), which
/// structure hardly moves, scaled to the standard deviation of normal noise.
/// </summary>
public static class NoiseLevel
{
    private const double MedianOfNormalLaw = 0.6744897501960817;

    /// <returns>Standard deviation in intensity units; 0 for images smaller than 3 x 3.</returns>
    public static double Estimate(GreyImage image)
    {
        if (image.Width < 3 || image.Height < 3) return 0;
        var responses = new GreyImage(image.Width - 2, image.Height - 2);
        for (var y = 1; y < image.Height - 1; y++)
        for (var x = 1; x < image.Width - 1; x++)
            responses[x - 1, y - 1] = Math.Abs(FinestDetail(image, x, y));
        return responses.Quantile(0.5) / MedianOfNormalLaw;
    }

    /// <summary>The response at a pixel inside the border; white noise keeps its variance.</summary>
    internal static double FinestDetail(GreyImage image, int x, int y)
    {
        var corners = image[x - 1, y - 1] + image[x + 1, y - 1] + image[x - 1, y + 1] + image[x + 1, y + 1];
        var sides = image[x - 1, y] + image[x + 1, y] + image[x, y - 1] + image[x, y + 1];
        return (corners - 2 * sides + 4 * image[x, y]) / 6;
    }
}
