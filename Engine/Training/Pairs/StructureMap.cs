namespace FijiBridge.Engine.Training.Pairs;

/// <summary>
/// Where a plane has structure: the means of blocks, in which noise has averaged out. The structure of a rectangle is the variance of its
/// blocks' means.
/// </summary>
internal sealed class StructureMap
{
    private const int Side = 8;

    private readonly int _columns, _rows;
    private readonly double[] _means;

    private StructureMap(int columns, int rows, double[] means) => (_columns, _rows, _means) = (columns, rows, means);

    /// <param name="plane"><c>[y, x]</c>.</param>
    /// <param name="width">Columns of the plane.</param>
    /// <param name="height">Rows of the plane.</param>
    /// <param name="scale">Pixels of the plane for one pixel of the rectangles that will be asked for.</param>
    public static StructureMap Of(float[] plane, int width, int height, int scale)
    {
        var side = Side * scale;
        var (columns, rows) = ((width + side - 1) / side, (height + side - 1) / side);
        var (sums, counts) = (new double[columns * rows], new int[columns * rows]);
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
        {
            var block = y / side * columns + x / side;
            sums[block] += plane[y * width + x];
            counts[block]++;
        }
        for (var i = 0; i < sums.Length; i++) sums[i] /= counts[i];
        return new StructureMap(columns, rows, sums);
    }

    /// <summary>The variance of block means in a rectangle of the noisy image.</summary>
    public double In(int left, int top, int width, int height)
    {
        var (sum, squares, count) = (0.0, 0.0, 0);
        for (var row = top / Side; row <= Math.Min(_rows - 1, (top + height - 1) / Side); row++)
        for (var column = left / Side; column <= Math.Min(_columns - 1, (left + width - 1) / Side); column++)
        {
            var mean = _means[row * _columns + column];
            (sum, squares, count) = (sum + mean, squares + mean * mean, count + 1);
        }
        return squares / count - sum / count * (sum / count);
    }
}
