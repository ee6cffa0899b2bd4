using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Normalization;

/// <summary>A small square of an image: its mean, and what white noise in it would have for a variance by its fine and by its finest detail.</summary>
internal readonly record struct NoiseBlock(double Level, double Fine, double Finest);

/// <summary>One of the two details of a block, and what is known of it in blocks of pure white noise.</summary>
/// <param name="Of">Of a block.</param>
/// <param name="Low">Its quantile 0.3, as a share of its mean.</param>
/// <param name="Quietest">Of the blocks of a binned image, this share is taken to have less structure than noise.</param>
/// <param name="Lowest">That quantile, as a share of its mean.</param>
internal sealed record NoiseDetail(Func<NoiseBlock, double> Of, double Low, double Quietest, double Lowest)
{
    public static NoiseDetail Fine { get; } = new(block => block.Fine, 0.868, 0.15, 0.769);

    public static NoiseDetail Finest { get; } = new(block => block.Finest, 0.807, 0.02, 0.483);
}

/// <summary>
/// Cuts an image into squares. Fine detail is the mixed difference of 2 x 2 pixels, which no slope and no edge along an axis passes; white noise passes it with
/// four times its variance. The finest is the mixed second difference of 3 x 3 pixels (as in Immerkaer 1996, doi 10.1006/cviu.1996.0060), with 36 times: of
/// structures that the optics has blurred hardly anything passes it, and of correlated noise little.
/// </summary>
internal static class NoiseBlocks
{
    /// <summary>Finest details of a square along each axis; it has two pixels more.</summary>
    public const int Side = 8;

    private const int Pixels = Side + 2;

    /// <summary>Squares that touch a NaN are left out.</summary>
    public static void AddTo(List<NoiseBlock> blocks, GreyImage image, int step)
    {
        for (var y = 0; y + Pixels <= image.Height; y += step)
        for (var x = 0; x + Pixels <= image.Width; x += step)
            if (Block(image, x, y) is var block && !double.IsNaN(block.Level)) blocks.Add(block);
    }

    private static NoiseBlock Block(GreyImage image, int left, int top)
    {
        var (sum, fine, finest) = (0.0, 0.0, 0.0);
        for (var y = 0; y < Pixels; y++)
        {
            ReadOnlySpan<double> row = image.Row(top + y).Slice(left, Pixels);
            foreach (var sample in row) sum += sample;
            if (y >= Pixels - 1) continue;
            ReadOnlySpan<double> below = image.Row(top + y + 1).Slice(left, Pixels);
            for (var x = 0; x < Pixels - 1; x++) fine += Squared(row[x] - row[x + 1] - below[x] + below[x + 1]);
            if (y >= Side) continue;
            ReadOnlySpan<double> last = image.Row(top + y + 2).Slice(left, Pixels);
            for (var x = 0; x < Side; x++)
                finest += Squared(row[x] + row[x + 2] + last[x] + last[x + 2] - 2 * (row[x + 1] + below[x] + below[x + 2] + last[x + 1]) + 4 * below[x + 1]);
        }
        return new NoiseBlock(sum / (Pixels * Pixels), fine / (4 * (Pixels - 1) * (Pixels - 1)), finest / (36 * Side * Side));
    }

    private static double Squared(double detail) => detail * detail;
}
