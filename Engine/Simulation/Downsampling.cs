using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>Larger pixels, as by binning on the camera.</summary>
public static class Downsampling
{
    /// <summary>The mean of each block of <paramref name="factor"/> x <paramref name="factor"/> pixels; an incomplete last row or column of blocks is left out.</summary>
    /// <exception cref="ArgumentException">The factor is below 1, or the image smaller than one block.</exception>
    public static GreyImage Bin(GreyImage image, int factor)
    {
        if (factor < 1 || image.Width < factor || image.Height < factor)
            throw new ArgumentException($"an image of {image.Width} x {image.Height} cannot be binned by {factor}");
        var binned = new GreyImage(image.Width / factor, image.Height / factor);
        for (var y = 0; y < binned.Height * factor; y++)
        for (var x = 0; x < binned.Width * factor; x++)
            binned[x / factor, y / factor] += image[x, y] / (factor * factor);
        return binned;
    }
}
