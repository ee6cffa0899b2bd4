using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Metrics.Figures;

/// <summary>Chooses what is worth to be enlarged.</summary>
internal static class InsetFinder
{
    /// <summary>The square of a sixth of the shorter side with the largest variance, on a grid of half its side.</summary>
    public static Inset Find(GreyImage image)
    {
        var side = Math.Max(1, Math.Min(image.Width, image.Height) / 6);
        var step = Math.Max(1, side / 2);
        var best = (Variance: -1.0, Inset: new Inset(0, 0, side, side));
        for (var top = 0; top + side <= image.Height; top += step)
        for (var left = 0; left + side <= image.Width; left += step)
        {
            var variance = Variance(image, left, top, side);
            if (variance > best.Variance) best = (variance, new Inset(left, top, side, side));
        }
        return best.Inset;
    }

    private static double Variance(GreyImage image, int left, int top, int side)
    {
        var (sum, squares) = (0.0, 0.0);
        for (var y = top; y < top + side; y++)
            foreach (var sample in image.Row(y).Slice(left, side)) (sum, squares) = (sum + sample, squares + sample * sample);
        var count = (double)side * side;
        return squares / count - sum * sum / count / count;
    }
}
