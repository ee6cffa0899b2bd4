using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Normalization;

/// <summary>Which parts of a channel are measured for noise: some planes of many, some windows of a large plane, spread evenly.</summary>
internal sealed class NoiseSampling(StackShape shape)
{
    private const int MostPlanes = 16;
    private const int Window = 256;

    /// <summary>Over all planes of a channel together.</summary>
    private const int MostWindows = 64;

    private readonly int _planes = shape.Slices * shape.Frames;

    public bool Takes(PlaneIndex index)
    {
        var position = (long)index.Frame * shape.Slices + index.Slice;
        var taken = Math.Min(_planes, MostPlanes);
        return position == 0 || position * taken / _planes != (position - 1) * taken / _planes;
    }

    public IEnumerable<GreyImage> Windows(Plane plane)
    {
        var side = Math.Max(1, (int)Math.Sqrt((double)MostWindows / Math.Min(_planes, MostPlanes)));
        foreach (var (top, height) in Spans(plane.Height, side))
        foreach (var (left, width) in Spans(plane.Width, side))
            yield return Read(plane, left, top, width, height);
    }

    // The whole axis where that is not more than the windows would be.
    private static IEnumerable<(int Start, int Length)> Spans(int length, int count) => length <= count * Window
        ? [(0, length)]
        : Enumerable.Range(0, count).Select(i => ((int)((long)(length - Window) * i / Math.Max(1, count - 1)), Window));

    private static GreyImage Read(Plane plane, int left, int top, int width, int height)
    {
        var window = new GreyImage(width, height);
        for (var y = 0; y < height; y++) plane.ReadRow(top + y, left, window.Row(y));
        return window;
    }
}
