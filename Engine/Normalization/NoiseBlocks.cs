using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Normalization;

/// <summary>A small square of an image: its mean, and the variance of its finest detail.</summary>
internal readonly record struct NoiseBlock(double Level, double Variance);

/// <summary>
/// Cuts an image into squares. The detail is the mixed difference of 2 x 2 pixels, which no slope and no edge along an axis passes; white
/// noise passes it with four times its variance.
/// </summary>
internal static class NoiseBlocks
{
    public const int Side = 8;

    /// <summary>Squares that touch a NaN are left out.</summary>
    public static void AddTo(List<NoiseBlock> blocks, GreyImage image, int step)
    {
        for (var y = 0; y + Side < image.Height; y += step)
        for (var x = 0; x + Side < image.Width; x += step)
            if (Block(image, x, y) is var block && !double.IsNaN(block.Variance)) blocks.Add(block);
    }

    private static NoiseBlock Block(GreyImage image, int left, int top)
    {
        var (sum, squares) = (0.0, 0.0);
        for (var y = top; y < top + Side; y++)
        {
            ReadOnlySpan<double> row = image.Row(y).Slice(left, Side + 1);
            ReadOnlySpan<double> below = image.Row(y + 1).Slice(left, Side + 1);
            for (var x = 0; x < Side; x++)
            {
                var detail = row[x] - row[x + 1] - below[x] + below[x + 1];
                sum += row[x];
                squares += detail * detail;
            }
        }
        const double count = Side * Side;
        return new NoiseBlock(sum / count, squares / (4 * count));
    }
}
