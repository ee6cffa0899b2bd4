using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Restoration;

/// <summary>
/// Puts finished rows into planes of the result's type, in its intensity units, and hands planes on in XYCZT order as soon as each
/// is whole; it is used again afterwards. A plane that has been handed on before is passed over, so that a frame can be done again.
/// </summary>
internal sealed class ResultPlanes(StackShape shape, PixelType type, IReadOnlyList<ChannelScaling> scalings, Action<Plane> finished)
{
    private readonly Dictionary<long, OpenPlane> _open = [];
    private readonly Stack<Plane> _spare = [];
    private readonly double[] _row = new double[shape.Width];

    /// <summary>Planes handed on so far.</summary>
    public long Written { get; private set; }

    /// <summary>Samples outside the range of the result's type, in all planes handed on.</summary>
    public long Clamped { get; private set; }

    public double ClampedShare => Written == 0 ? 0 : (double)Clamped / Written / shape.PixelsPerPlane;

    public bool IsComplete => Written == shape.PlaneCount;

    /// <summary>The frame of the next plane.</summary>
    public int Frame => (int)(Written / ((long)shape.Channels * shape.Slices));

    /// <summary>Planes that wait for rows, or for planes before them.</summary>
    public int Open => _open.Count;

    /// <summary>Whether a plane has been handed on.</summary>
    public bool Has(PlaneIndex index) => shape.Position(index) < Written;

    public void Add(PlaneIndex index, int y, ReadOnlySpan<float> row)
    {
        if (Has(index)) return;
        var position = shape.Position(index);
        if (!_open.TryGetValue(position, out var open)) _open[position] = open = new OpenPlane(NewPlane());
        for (var x = 0; x < row.Length; x++) _row[x] = row[x];
        scalings[index.Channel].Restore(_row);
        open.Clamped += open.Plane.WriteRow(y, _row);
        if (++open.Rows == shape.Height) HandOn();
    }

    /// <summary>Forgets unfinished planes, because their frame is done again.</summary>
    public void StartFrameAgain() => _open.Clear();

    private Plane NewPlane() => _spare.TryPop(out var used) ? used : new Plane(type, shape.Width, shape.Height);

    private void HandOn()
    {
        while (_open.TryGetValue(Written, out var next) && next.Rows == shape.Height)
        {
            _open.Remove(Written);
            finished(next.Plane);
            _spare.Push(next.Plane);
            Clamped += next.Clamped;
            Written++;
        }
    }

    private sealed class OpenPlane(Plane plane)
    {
        public Plane Plane { get; } = plane;

        public int Rows { get; set; }

        public long Clamped { get; set; }
    }
}
