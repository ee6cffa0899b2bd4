using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>
/// A made-up sample with known truth: living cells with filaments, vesicles, mitochondria, membrane and nucleus that move, seen through
/// a widefield microscope without noise. The same seed gives the same picture on every platform; any frame can be asked for by itself.
/// </summary>
public sealed class SyntheticCells
{
    /// <summary>Distance between cells, in pixels; at 100 nm per pixel about 30 micrometres.</summary>
    private const double Spacing = 300;

    private readonly int _width;
    private readonly int _height;
    private readonly List<CellParts> _cells = [];
    private readonly Dictionary<int, double> _brightness = [];

    /// <param name="width">Columns, in pixels.</param>
    /// <param name="height">Rows, in pixels.</param>
    /// <param name="seed">Another seed, another sample.</param>
    public SyntheticCells(int width, int height, long seed = 1)
    {
        (_width, _height) = (width, height);
        var (columns, rows) = (Math.Max(1, (int)Math.Round(width / Spacing)), Math.Max(1, (int)Math.Round(height / Spacing)));
        for (var row = -1; row <= rows; row++)
        for (var column = -1; column <= columns; column++)
        {
            var random = new RandomSource(seed, ((long)row << 32) + column);
            var (x, y) = ((column + 0.5 + random.Uniform(-0.12, 0.12)) * width / columns, (row + 0.5 + random.Uniform(-0.12, 0.12)) * height / rows);
            var radius = Spacing * random.Uniform(0.36, 0.44);
            if (Math.Max(Math.Max(-x, x - width), Math.Max(-y, y - height)) < 1.5 * radius) _cells.Add(new CellParts(new Cell(random, x, y, radius)));
        }
    }

    /// <summary>What one label shows at one time.</summary>
    /// <param name="channel">Zero-based: filaments and vesicles, mitochondria, membrane and nucleus, and again from the first.</param>
    /// <param name="frame">Zero-based time; one frame is about two seconds of a cell's life.</param>
    /// <returns>Relative brightness: 0 is black, and 99.9 % of the pixels of frame 0 are below 1.</returns>
    public GreyImage Frame(int channel, int frame)
    {
        if (!_brightness.TryGetValue(channel % 3, out var white))
            _brightness[channel % 3] = white = Math.Max(Render(channel, 0).Quantile(0.999), 1e-9);
        return Render(channel, frame).Select(light => light / white);
    }

    private GreyImage Render(int channel, int frame)
    {
        var layers = new FocusLayers(_width, _height);
        foreach (var cell in _cells) cell.Draw(layers, channel % 3, frame);
        return layers.Render();
    }
}
