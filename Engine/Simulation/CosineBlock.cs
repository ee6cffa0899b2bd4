using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>One 8 x 8 block of JPEG (ITU-T T.81): discrete cosine transform, quantisation and back.</summary>
internal static class CosineBlock
{
    public const int Side = 8;

    // Luminance steps at quality 50: ITU-T T.81, table K.1.
    private static readonly int[] Steps =
    [
        16, 11, 10, 16, 24, 40, 51, 61,
        12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77,
        24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99,
    ];

    private static readonly double[] Basis = [.. Enumerable.Range(0, Side * Side).Select(i => Wave(i / Side, i % Side))];

    /// <summary>The block as a decoder would show it, 0 to 255, <c>[y, x]</c>.</summary>
    public static double[] Quantise(Func<int, int, double> sample, int quality)
    {
        var block = new double[Side * Side];
        for (var i = 0; i < block.Length; i++) block[i] = sample(i % Side, i / Side) - 128;
        block = Transform(block, forwards: true);
        for (var i = 0; i < block.Length; i++) block[i] = Step(i, quality) * Math.Round(block[i] / Step(i, quality));
        block = Transform(block, forwards: false);
        for (var i = 0; i < block.Length; i++) block[i] = Math.Clamp(Math.Round(block[i] + 128), 0, 255);
        return block;
    }

    // The scaling of the Independent JPEG Group: 50 is the table itself.
    private static double Step(int index, int quality)
    {
        quality = Math.Clamp(quality, 1, 100);
        var scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        return Math.Clamp((Steps[index] * scale + 50) / 100, 1, 255);
    }

    private static double Wave(int frequency, int position) =>
        (frequency == 0 ? Math.Sqrt(1.0 / Side) : Math.Sqrt(2.0 / Side)) * PortableMath.Cos((2 * position + 1) * frequency * Math.PI / (2 * Side));

    // Rows, then columns: the basis is orthonormal, so that its transpose is its inverse.
    private static double[] Transform(double[] block, bool forwards)
    {
        for (var axis = 0; axis < 2; axis++)
        {
            var turned = new double[Side * Side];
            for (var y = 0; y < Side; y++)
            for (var k = 0; k < Side; k++)
            for (var x = 0; x < Side; x++)
                turned[k * Side + y] += block[y * Side + x] * (forwards ? Basis[k * Side + x] : Basis[x * Side + k]);
            block = turned;
        }
        return block;
    }
}
