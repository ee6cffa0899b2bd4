using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>
/// Fluorescence sorted by its distance from the plane of focus: each layer is blurred by its own point spread function, and a
/// share of everything becomes haze, as in a widefield microscope.
/// </summary>
internal sealed class FocusLayers
{
    private const int Margin = 40;
    private static readonly double[] Sigmas = [1.15, 2.1, 4.5, 9];
    private const double HazeSigma = 22;
    private const double HazeShare = 0.18;

    private readonly GreyImage[] _layers;
    private readonly int _width;
    private readonly int _height;

    public FocusLayers(int width, int height)
    {
        (_width, _height) = (width, height);
        _layers = [.. Sigmas.Select(_ => new GreyImage(width + 2 * Margin, height + 2 * Margin))];
    }

    /// <summary>Adds light at a point between pixels, shared among its four neighbours; outside the image and its margin it is lost.</summary>
    /// <param name="x">Column, in pixels.</param>
    /// <param name="y">Row, in pixels.</param>
    /// <param name="depth">Distance from focus; 1 is a depth of field.</param>
    /// <param name="light">How much.</param>
    public void Add(double x, double y, double depth, double light)
    {
        var layer = LayerAt(depth);
        var (column, row) = ((int)Math.Floor(x), (int)Math.Floor(y));
        if (column < -Margin || row < -Margin || column >= _width + Margin - 1 || row >= _height + Margin - 1) return;
        var (u, v) = (x - column, y - row);
        layer[column + Margin, row + Margin] += light * (1 - u) * (1 - v);
        layer[column + Margin + 1, row + Margin] += light * u * (1 - v);
        layer[column + Margin, row + Margin + 1] += light * (1 - u) * v;
        layer[column + Margin + 1, row + Margin + 1] += light * u * v;
    }

    /// <summary>Adds light to each pixel of the image and its margin inside a rectangle.</summary>
    public void AddField(double left, double top, double right, double bottom, double depth, Func<double, double, double> light)
    {
        var layer = LayerAt(depth);
        for (var y = Math.Max(-Margin, (int)top); y <= Math.Min(_height + Margin - 1, (int)bottom); y++)
        for (var x = Math.Max(-Margin, (int)left); x <= Math.Min(_width + Margin - 1, (int)right); x++)
            layer[x + Margin, y + Margin] += light(x, y);
    }

    /// <summary>What the camera would see, without noise.</summary>
    public GreyImage Render()
    {
        var sum = new GreyImage(_width + 2 * Margin, _height + 2 * Margin);
        var total = new GreyImage(_width + 2 * Margin, _height + 2 * Margin);
        for (var k = 0; k < Sigmas.Length; k++)
        {
            AddTo(sum, GaussianFilter.Apply(_layers[k], Sigmas[k]), 1);
            AddTo(total, _layers[k], 1);
        }
        AddTo(sum, WideBlur(total), HazeShare);
        return sum.Crop(Margin, Margin, _width, _height);
    }

    // A wide blur needs no fine grid: blurred at a quarter of the resolution and drawn out again by straight lines.
    private static GreyImage WideBlur(GreyImage image)
    {
        const int coarse = 4;
        var small = new GreyImage((image.Width + coarse - 1) / coarse, (image.Height + coarse - 1) / coarse);
        for (var y = 0; y < image.Height; y++)
        for (var x = 0; x < image.Width; x++)
            small[x / coarse, y / coarse] += image[x, y] / (coarse * coarse);
        small = GaussianFilter.Apply(small, HazeSigma / coarse, truncate: 3);
        var wide = new GreyImage(image.Width, image.Height);
        for (var y = 0; y < image.Height; y++)
        for (var x = 0; x < image.Width; x++)
            wide[x, y] = Interpolate(small, (x + 0.5) / coarse - 0.5, (y + 0.5) / coarse - 0.5);
        return wide;
    }

    private static double Interpolate(GreyImage image, double x, double y)
    {
        (x, y) = (Math.Clamp(x, 0, image.Width - 1), Math.Clamp(y, 0, image.Height - 1));
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, image.Width - 1), Math.Min(top + 1, image.Height - 1));
        var (u, v) = (x - left, y - top);
        return (1 - v) * ((1 - u) * image[left, top] + u * image[right, top]) + v * ((1 - u) * image[left, bottom] + u * image[right, bottom]);
    }

    private GreyImage LayerAt(double depth) => _layers[Math.Min((int)Math.Abs(depth), _layers.Length - 1)];

    private static void AddTo(GreyImage sum, GreyImage image, double weight)
    {
        for (var i = 0; i < sum.Samples.Length; i++) sum.Samples[i] += weight * image.Samples[i];
    }
}
