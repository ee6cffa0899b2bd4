using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Restoration;

/// <summary>
/// Measures the <see cref="LineOffset"/> of a stack, which is that of the instrument: the same in all planes. Each second row is compared with the mean of the rows
/// above and below it, at each offset; the one at which they differ least is taken, if they differ less there in many more rows than chance would have it.
/// Not for several threads.
/// </summary>
internal sealed class LineOffsetMeter
{
    /// <summary>The largest offset that is found, to either side. Unit: pixels.</summary>
    public const int Reach = 8;

    // Narrower windows say little; what the brightest and darkest pixels are (hot ones, a fault of the file) does not count.
    private const int NarrowestWindow = 4 * Reach;
    private const double Extremes = 0.005;

    // Deviations of the mean by which rows must differ less than without an offset: chance reaches 4.
    private const double Certain = 6;

    // For each offset over all compared rows: by how much they differ less there than without an offset, and the sum of the squares of that.
    private readonly double[] _gains = new double[2 * Reach + 1], _squares = new double[2 * Reach + 1];
    private long _rows;

    /// <summary>Looks at a window whose first row is an even one of its plane (the first, the third, ...). Windows of one value or too small say nothing.</summary>
    public void Add(GreyImage window)
    {
        if (window.Width < NarrowestWindow || window.Height < 3 || Evened(window) is not { } image) return;
        var (differences, least) = (new double[2 * Reach + 1], image.Width - 2 * Reach);
        for (var y = 1; y < image.Height - 1; y += 2)
        {
            Span<double> row = image.Row(y), above = image.Row(y - 1), below = image.Row(y + 1);
            for (var offset = 0; offset < differences.Length; offset++)
            {
                double sum = 0;
                for (var x = 0; x < least; x++)
                {
                    var difference = row[x + offset] - (above[x + Reach] + below[x + Reach]) / 2;
                    sum += difference * difference;
                }
                differences[offset] = sum;
            }
            for (var offset = 0; offset < differences.Length; offset++)
            {
                var gain = differences[Reach] - differences[offset];
                _gains[offset] += gain;
                _squares[offset] += gain * gain;
            }
            _rows++;
        }
    }

    /// <summary>The offset; none where no other is certain.</summary>
    public LineOffset Complete()
    {
        var best = Array.IndexOf(_gains, _gains.Max());
        var variance = _squares[best] - _gains[best] * _gains[best] / Math.Max(1, _rows);
        return new LineOffset(_gains[best] > Certain * Math.Sqrt(variance) ? best - Reach : 0);
    }

    // Without the brightness of whole rows and columns (stripes), smoothed along the rows, where noise changes faster than what an objective shows, in units of
    // its deviation; null: nothing is left.
    private static GreyImage? Evened(GreyImage window)
    {
        var (least, most) = (window.Quantile(Extremes), window.Quantile(1 - Extremes));
        var image = window.Select(sample => Math.Clamp(sample, least, most));
        for (var y = 0; y < image.Height; y++)
        {
            var mean = Mean(image.Row(y));
            foreach (ref var sample in image.Row(y)) sample -= mean;
        }
        for (var x = 0; x < image.Width; x++)
        {
            double mean = 0;
            for (var y = 0; y < image.Height; y++) mean += image[x, y] / image.Height;
            for (var y = 0; y < image.Height; y++) image[x, y] -= mean;
        }
        for (var y = 0; y < image.Height; y++) Smooth(image.Row(y));
        var deviation = Math.Sqrt(image.Samples.Sum(sample => sample * sample) / image.Samples.Length);
        return deviation > 1e-9 * Math.Max(Math.Abs(least), Math.Abs(most)) ? image.Select(sample => sample / deviation) : null;
    }

    // 1 2 1 twice, which is nearly a Gaussian of one pixel.
    private static void Smooth(Span<double> row)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            var before = row[0];
            for (var x = 0; x < row.Length; x++)
            {
                var here = row[x];
                row[x] = (before + 2 * here + row[Math.Min(x + 1, row.Length - 1)]) / 4;
                before = here;
            }
        }
    }

    private static double Mean(Span<double> row)
    {
        double sum = 0;
        foreach (var sample in row) sum += sample;
        return sum / row.Length;
    }
}
