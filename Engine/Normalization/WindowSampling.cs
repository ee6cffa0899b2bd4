using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Normalization;

/// <summary>
/// Which parts of a channel are measured for noise and the offset of lines: some planes of many, some windows of a large plane, spread evenly over it,
/// elsewhere in each plane: a sample in the middle of a film must not be missed because of what lies in its corners.
/// </summary>
internal sealed class WindowSampling(StackShape shape)
{
    private const int MostPlanes = 16;
    private const int Window = 256;

    /// <summary>Over all planes of a channel together.</summary>
    private const int MostWindows = 64;

    // Multiples of these, without their whole parts, fill the unit square evenly (Roberts 2018: the R2 sequence).
    private const double StepX = 0.7548776662466927, StepY = 0.5698402909980532;

    // Those of the first channel, numbered; of the others the same.
    private readonly Dictionary<PlaneIndex, int> _taken = shape.Spread(channel: 0, MostPlanes).Index().ToDictionary(each => each.Item, each => each.Index);

    public bool Takes(PlaneIndex index) => _taken.ContainsKey(index with { Channel = 0 });

    /// <summary>Those of a plane that is taken, each with the row at which it begins: an even one, so that the two directions of a scan can be told apart.</summary>
    public IEnumerable<(int Top, GreyImage Image)> Windows(Plane plane, PlaneIndex index)
    {
        var side = Math.Max(1, (int)Math.Sqrt((double)MostWindows / _taken.Count));
        var number = _taken[index with { Channel = 0 }];
        foreach (var (top, height) in Spans(plane.Height, side, (0.5 + number * StepY) % 1))
        foreach (var (left, width) in Spans(plane.Width, side, (0.5 + number * StepX) % 1))
            yield return (top & ~1, Read(plane, left, top & ~1, width, height));
    }

    // The whole axis where that is not more than the windows would be; phase: where in its part of the axis each window lies, 0 to 1.
    private static IEnumerable<(int Start, int Length)> Spans(int length, int count, double phase) => length <= count * Window
        ? [(0, length)]
        : Enumerable.Range(0, count).Select(i => ((int)((length - Window) * (i + phase) / count), Window));

    private static GreyImage Read(Plane plane, int left, int top, int width, int height)
    {
        var window = new GreyImage(width, height);
        for (var y = 0; y < height; y++) plane.ReadRow(top + y, left, window.Row(y));
        return window;
    }
}
