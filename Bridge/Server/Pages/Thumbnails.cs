using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics.Figures;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Server.Pages;

/// <summary>Small pictures of stacks for the page.</summary>
internal static class Thumbnails
{
    /// <summary>Largest side, in pixels.</summary>
    public const int Side = 192;

    // A picture for a page is no reason to hold a very large plane once more.
    private const long MaxPixels = 1 << 24;

    private const double Dark = 0.003, Bright = 0.997;

    /// <summary>The plane in the middle of the stack as a PNG, each pixel the mean of those that it stands for; null for very large planes.</summary>
    public static byte[]? Of(TiffPlaneReader stack)
    {
        var shape = stack.Shape;
        if ((long)shape.Width * shape.Height > MaxPixels) return null;
        var small = Shrink(GreyImage.From(stack.ReadPlane(new PlaneIndex(0, shape.Slices / 2, shape.Frames / 2))));
        using var png = new MemoryStream();
        PngWriter.Write(png, small, new DisplayRange(small.Quantile(Dark), small.Quantile(Bright)));
        return png.ToArray();
    }

    private static GreyImage Shrink(GreyImage image)
    {
        var step = Math.Max(1, (Math.Max(image.Width, image.Height) + Side - 1) / Side);
        var small = new GreyImage(Math.Max(1, image.Width / step), Math.Max(1, image.Height / step));
        for (var y = 0; y < small.Height; y++)
            for (var x = 0; x < small.Width; x++)
                small[x, y] = Mean(image, x * step, y * step, Math.Min(step, image.Width), Math.Min(step, image.Height));
        return small;
    }

    private static double Mean(GreyImage image, int left, int top, int width, int height)
    {
        var sum = 0.0;
        for (var y = top; y < top + height; y++)
            foreach (var sample in image.Row(y).Slice(left, width)) sum += sample;
        return sum / (width * height);
    }
}
