using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>Cuts a square out of an image at another pixel size, by linear interpolation; shrinking smooths first.</summary>
internal static class Resampling
{
    /// <param name="image">Not changed.</param>
    /// <param name="left">First column, in pixels of <paramref name="image"/>.</param>
    /// <param name="top">First row.</param>
    /// <param name="side">Pixels of the result along both axes.</param>
    /// <param name="scale">Pixels of the result for one of the image.</param>
    public static GreyImage Square(GreyImage image, int left, int top, int side, double scale)
    {
        var read = Math.Min(Reach(side, scale), Math.Min(image.Width - left, image.Height - top));
        var part = image.Crop(left, top, read, read);
        if (scale == 1) return part;
        if (scale < 1) part = GaussianFilter.Apply(part, 0.45 * Math.Sqrt(1 / (scale * scale) - 1));
        var result = new GreyImage(side, side);
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x++)
            result[x, y] = Interpolate(part, x / scale, y / scale);
        return result;
    }

    /// <summary>Pixels of the image that a square of the result reads along each axis.</summary>
    public static int Reach(int side, double scale) => scale == 1 ? side : (int)Math.Ceiling((side - 1) / scale) + 2;

    /// <summary>The value between four pixels, on straight lines; the place lies inside the image.</summary>
    public static double Interpolate(GreyImage image, double x, double y)
    {
        var (left, top) = (Math.Min((int)x, image.Width - 2), Math.Min((int)y, image.Height - 2));
        var (u, v) = (x - left, y - top);
        var above = image[left, top] * (1 - u) + image[left + 1, top] * u;
        var below = image[left, top + 1] * (1 - u) + image[left + 1, top + 1] * u;
        return above * (1 - v) + below * v;
    }
}
