using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Metrics.Baselines;

/// <summary>Enlargement by cubic convolution (Keys 1981, a = -1/2); pixel areas coincide, so that binning by the same factor undoes the shift.</summary>
public static class BicubicUpsampling
{
    /// <param name="image">Any size; mirrored at its borders.</param>
    /// <param name="factor">2 or more.</param>
    public static GreyImage Apply(GreyImage image, int factor)
    {
        var wide = new GreyImage(image.Width * factor, image.Height);
        for (var y = 0; y < image.Height; y++) Stretch(image.Width, factor, x => image[x, y], (x, sample) => wide[x, y] = sample);
        var result = new GreyImage(wide.Width, image.Height * factor);
        for (var x = 0; x < wide.Width; x++) Stretch(image.Height, factor, y => wide[x, y], (y, sample) => result[x, y] = sample);
        return result;
    }

    private static void Stretch(int length, int factor, Func<int, double> read, Action<int, double> write)
    {
        for (var i = 0; i < length * factor; i++)
        {
            var position = (i + 0.5) / factor - 0.5;
            var nearest = (int)Math.Floor(position);
            var sum = 0.0;
            for (var k = nearest - 1; k <= nearest + 2; k++) sum += Weight(position - k) * read(GaussianFilter.Mirror(k, length));
            write(i, sum);
        }
    }

    private static double Weight(double distance)
    {
        var d = Math.Abs(distance);
        return d < 1 ? (1.5 * d - 2.5) * d * d + 1 : d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    }
}
