using System.Numerics;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>The discrete Fourier transform of square images whose side is a power of two (Cooley and Tukey 1965).</summary>
internal static class Fourier
{
    /// <summary>Transforms rows and columns in place; the inverse is scaled by 1 / side^2.</summary>
    public static void Transform(Complex[] image, int side, bool inverse)
    {
        var twiddles = Twiddles(side, inverse);
        var line = new Complex[side];
        for (var y = 0; y < side; y++) Transform(image.AsSpan(y * side, side), twiddles);
        for (var x = 0; x < side; x++)
        {
            for (var y = 0; y < side; y++) line[y] = image[y * side + x];
            Transform(line, twiddles);
            for (var y = 0; y < side; y++) image[y * side + x] = line[y];
        }
        if (!inverse) return;
        for (var i = 0; i < image.Length; i++) image[i] /= (double)side * side;
    }

    private static Complex[] Twiddles(int side, bool inverse)
    {
        var twiddles = new Complex[side / 2];
        for (var k = 0; k < twiddles.Length; k++) twiddles[k] = Complex.FromPolarCoordinates(1, (inverse ? 2 : -2) * Math.PI * k / side);
        return twiddles;
    }

    private static void Transform(Span<Complex> line, Complex[] twiddles)
    {
        Reorder(line);
        for (var half = 1; half < line.Length; half *= 2)
        for (var start = 0; start < line.Length; start += 2 * half)
        for (var k = 0; k < half; k++)
        {
            var odd = line[start + half + k] * twiddles[k * (line.Length / (2 * half))];
            line[start + half + k] = line[start + k] - odd;
            line[start + k] += odd;
        }
    }

    // Bit-reversed order, counted upwards with the carry running from the highest bit.
    private static void Reorder(Span<Complex> line)
    {
        for (int i = 1, j = 0; i < line.Length; i++)
        {
            var bit = line.Length >> 1;
            for (; (j & bit) != 0; bit >>= 1) j ^= bit;
            j |= bit;
            if (i < j) (line[i], line[j]) = (line[j], line[i]);
        }
    }
}
