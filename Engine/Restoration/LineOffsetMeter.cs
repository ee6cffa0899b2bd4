using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Restoration;

/// <summary>
/// Measures the <see cref="LineOffset"/> of a stack, which is that of the instrument: the same in all planes. Each second row is compared with the mean of the rows
/// above and below it, at each offset; the one at which they differ least is taken, if they differ less there in many more rows than chance would have it. A row counts
/// once, however many planes there are: what a camera's pixels or a resting sample happen to look like is the same in all of them. Not for several threads.
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

    // For each row of the planes, and each offset, by how much less it differs from its neighbours there than without an offset, in all windows together.
    private readonly SortedDictionary<int, double[]> _gains = [];

    /// <summary>Looks at a window. Those of one value or too small say nothing.</summary>
    /// <param name="window">Part of a plane.</param>
    /// <param name="top">Where in the plane its first row is; even.</param>
    public void Add(GreyImage window, int top)
    {
        if (window.Width < NarrowestWindow || window.Height < 3 || Evened(window) is not { } image) return;
        for (var y = 1; y < image.Height - 1; y += 2)
        {
            if (!_gains.TryGetValue(top + y, out var gains)) _gains[top + y] = gains = new double[2 * Reach + 1];
            var none = Difference(image, y, 0);
            for (var i = 0; i < gains.Length; i++) gains[i] += none - Difference(image, y, i - Reach);
        }
    }

    /// <summary>The offset; none where no other is certain.</summary>
    public LineOffset Complete()
    {
        var best = Enumerable.Range(0, 2 * Reach + 1).MaxBy(i => _gains.Values.Sum(row => row[i]));
        return new LineOffset(Certainty([.. _gains.Values.Select(row => row[best])]) > Certain ? best - Reach : 0);
    }

    private static double Difference(GreyImage image, int y, int offset)
    {
        Span<double> row = image.Row(y)[(Reach + offset)..], above = image.Row(y - 1)[Reach..], below = image.Row(y + 1)[Reach..];
        double sum = 0;
        for (var x = 0; x < image.Width - 2 * Reach; x++)
        {
            var difference = row[x] - (above[x] + below[x]) / 2;
            sum += difference * difference;
        }
        return sum;
    }

    // The mean in units of its deviation.
    private static double Certainty(double[] gains)
    {
        if (gains.Length < 2) return 0;
        var mean = gains.Average();
        var deviation = Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / (gains.Length - 1) / gains.Length);
        return deviation > 0 ? mean / deviation : 0;
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
