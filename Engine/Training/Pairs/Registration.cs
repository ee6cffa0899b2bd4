using System.Numerics;
using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>How far one image is shifted against another.</summary>
/// <param name="X">To the right, in pixels.</param>
/// <param name="Y">Downwards, in pixels.</param>
/// <param name="Confidence">Height of the correlation's peak over its noise; below <see cref="Registration.Trustworthy"/> the shift means nothing.</param>
public readonly record struct Shift(double X, double Y, double Confidence)
{
    public double Length => Math.Sqrt(X * X + Y * Y);
}

/// <summary>
/// Sub-pixel shifts by phase correlation (Kuglin and Hines 1975) of the largest central square whose side is a power of two, 512 at most. The
/// spectrum is weighted by a Gaussian, so that noise at high frequencies does not count and the peak is a Gaussian, whose top three
/// logarithms in a row give the part of a pixel.
/// </summary>
public static class Registration
{
    /// <summary>From this confidence on a shift is believed.</summary>
    public const double Trustworthy = 8;

    private const int SmallestSide = 16;
    private const int LargestSide = 512;
    private const double PeakSigma = 1.5;

    /// <summary>The shift of <paramref name="image"/> against <paramref name="reference"/>; confidence 0 for images below 16 x 16 and for constant ones.</summary>
    /// <exception cref="ArgumentException">The images differ in size.</exception>
    public static Shift Measure(GreyImage reference, GreyImage image)
    {
        GreyImage.RequireEqualSize(reference, image);
        var side = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(LargestSide, Math.Min(image.Width, image.Height)) + 1) / 2;
        if (side < SmallestSide) return default;
        var (first, second) = (Spectrum(reference, side), Spectrum(image, side));
        for (var i = 0; i < first.Length; i++) first[i] = Weight(i % side, side) * Weight(i / side, side) * Phase(second[i] * Complex.Conjugate(first[i]));
        Fourier.Transform(first, side, inverse: true);
        return Peak([.. first.Select(value => value.Real)], side);
    }

    /// <summary>The image moved by a shift: cubic convolution (Keys 1981), mirrored at its borders.</summary>
    public static GreyImage Move(GreyImage image, double right, double down)
    {
        var moved = new GreyImage(image.Width, image.Height);
        var (columns, rows) = (new double[4], new double[4]);
        var (left, top) = ((int)Math.Floor(-right), (int)Math.Floor(-down));
        for (var k = 0; k < 4; k++) (columns[k], rows[k]) = (Cubic(-right - left + 1 - k), Cubic(-down - top + 1 - k));
        for (var y = 0; y < image.Height; y++)
        for (var x = 0; x < image.Width; x++)
        {
            var sum = 0.0;
            for (var v = 0; v < 4; v++)
            for (var u = 0; u < 4; u++)
                sum += rows[v] * columns[u] * image[GaussianFilter.Mirror(x + left + u - 1, image.Width), GaussianFilter.Mirror(y + top + v - 1, image.Height)];
            moved[x, y] = sum;
        }
        return moved;
    }

    private static double Cubic(double distance)
    {
        var d = Math.Abs(distance);
        return d < 1 ? (1.5 * d - 2.5) * d * d + 1 : d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    }

    // A Hann window takes the borders away, which would correlate at no shift.
    private static Complex[] Spectrum(GreyImage image, int side)
    {
        var (left, top) = ((image.Width - side) / 2, (image.Height - side) / 2);
        var crop = image.Crop(left, top, side, side);
        var mean = crop.Samples.Average();
        var spectrum = new Complex[side * side];
        for (var i = 0; i < spectrum.Length; i++) spectrum[i] = (crop.Samples[i] - mean) * Hann(i % side, side) * Hann(i / side, side);
        Fourier.Transform(spectrum, side, inverse: false);
        return spectrum;
    }

    private static double Hann(int position, int side) => 0.5 - 0.5 * Math.Cos(2 * Math.PI * (position + 0.5) / side);

    private static double Weight(int index, int side)
    {
        var frequency = (index <= side / 2 ? index : index - side) / (double)side;
        return Math.Exp(-2 * Math.Pow(Math.PI * PeakSigma * frequency, 2));
    }

    private static Complex Phase(Complex value) => value.Magnitude > 0 ? value / value.Magnitude : Complex.Zero;

    private static Shift Peak(double[] correlation, int side)
    {
        var top = Array.IndexOf(correlation, correlation.Max());
        var (x, y) = (top % side, top / side);
        double At(int u, int v) => correlation[(v + side) % side * side + (u + side) % side];
        var deviation = Math.Sqrt(correlation.Average(value => value * value));
        if (!(deviation > 0)) return default;
        return new Shift(
            Signed(x, side) + Between(At(x - 1, y), At(x, y), At(x + 1, y)),
            Signed(y, side) + Between(At(x, y - 1), At(x, y), At(x, y + 1)),
            correlation[top] / deviation);
    }

    private static int Signed(int index, int side) => index <= side / 2 ? index : index - side;

    // The top of the parabola through three logarithms.
    private static double Between(double before, double peak, double after)
    {
        if (before <= 0 || after <= 0) return 0;
        var (a, b, c) = (Math.Log(before), Math.Log(peak), Math.Log(after));
        var curvature = a - 2 * b + c;
        return curvature < 0 ? Math.Clamp((a - c) / (2 * curvature), -0.5, 0.5) : 0;
    }
}
