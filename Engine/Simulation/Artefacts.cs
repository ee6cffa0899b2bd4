using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>Faults of instruments and files, each in the intensity units of the image.</summary>
public static class Artefacts
{
    /// <summary>Adds one normal number to each row, as rolling shutters and unequal amplifiers do.</summary>
    /// <param name="image">The clean image.</param>
    /// <param name="deviation">Standard deviation of the rows' shifts.</param>
    /// <param name="random">The source.</param>
    /// <param name="alongColumns">Stripes run from top to bottom instead.</param>
    public static GreyImage Stripes(GreyImage image, double deviation, RandomSource random, bool alongColumns = false)
    {
        var shifts = new double[alongColumns ? image.Width : image.Height];
        for (var i = 0; i < shifts.Length; i++) shifts[i] = deviation * random.NextGaussian();
        return Map(image, (x, y) => image[x, y] + shifts[alongColumns ? x : y]);
    }

    /// <summary>Sets each pixel with a chance of <paramref name="share"/> to <paramref name="level"/>.</summary>
    public static GreyImage HotPixels(GreyImage image, double share, double level, RandomSource random) =>
        image.Select(sample => random.NextDouble() < share ? level : sample);

    /// <summary>Shifts every second row to the right by <paramref name="shift"/> pixels (parts of pixels by straight lines), as a scanner's two directions do.</summary>
    public static GreyImage LineOffset(GreyImage image, double shift) =>
        Map(image, (x, y) => y % 2 == 0 ? image[x, y] : Between(image, x - shift, y));

    /// <summary>
    /// What JPEG leaves of an image: the cosine transform of each 8 x 8 block, rounded to the steps of ITU-T T.81 table K.1 scaled by
    /// <paramref name="quality"/> (1 to 100). Intensities from <paramref name="black"/> to <paramref name="white"/> are its 0 to 255.
    /// </summary>
    public static GreyImage JpegBlocks(GreyImage image, int quality, double black, double white)
    {
        var scale = (white - black) / 255;
        var result = new GreyImage(image.Width, image.Height);
        for (var top = 0; top < image.Height; top += CosineBlock.Side)
        for (var left = 0; left < image.Width; left += CosineBlock.Side)
        {
            var block = CosineBlock.Quantise((x, y) => (image[Math.Min(left + x, image.Width - 1), Math.Min(top + y, image.Height - 1)] - black) / scale, quality);
            for (var y = 0; y < Math.Min(CosineBlock.Side, image.Height - top); y++)
            for (var x = 0; x < Math.Min(CosineBlock.Side, image.Width - left); x++)
                result[left + x, top + y] = black + scale * block[y * CosineBlock.Side + x];
        }
        return result;
    }

    private static double Between(GreyImage image, double x, int y)
    {
        var left = (int)Math.Floor(x);
        var share = x - left;
        return (1 - share) * image[GaussianFilter.Mirror(left, image.Width), y] + share * image[GaussianFilter.Mirror(left + 1, image.Width), y];
    }

    private static GreyImage Map(GreyImage image, Func<int, int, double> sample)
    {
        var result = new GreyImage(image.Width, image.Height);
        for (var y = 0; y < image.Height; y++)
        for (var x = 0; x < image.Width; x++)
            result[x, y] = sample(x, y);
        return result;
    }
}
