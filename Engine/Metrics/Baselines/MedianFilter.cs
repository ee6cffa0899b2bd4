using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Metrics.Baselines;

/// <summary>The median of a square around each pixel, the image mirrored at its borders.</summary>
public static class MedianFilter
{
    /// <param name="image">Any size; it is not changed.</param>
    /// <param name="radius">1 for 3 x 3, 2 for 5 x 5.</param>
    public static GreyImage Apply(GreyImage image, int radius = 1)
    {
        var result = new GreyImage(image.Width, image.Height);
        var window = new double[(2 * radius + 1) * (2 * radius + 1)];
        for (var y = 0; y < image.Height; y++)
        for (var x = 0; x < image.Width; x++)
        {
            Gather(image, x, y, radius, window);
            Array.Sort(window);
            result[x, y] = window[window.Length / 2];
        }
        return result;
    }

    private static void Gather(GreyImage image, int x, int y, int radius, double[] window)
    {
        var at = 0;
        for (var v = y - radius; v <= y + radius; v++)
        {
            var row = image.Row(GaussianFilter.Mirror(v, image.Height));
            for (var u = x - radius; u <= x + radius; u++)
                window[at++] = row[(uint)u < (uint)row.Length ? u : GaussianFilter.Mirror(u, row.Length)];
        }
    }
}
