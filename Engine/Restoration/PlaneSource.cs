using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Restoration;

/// <summary>
/// The planes of the input, read ahead in the background and kept for a while: the neighbouring frames and slices of one plane
/// are those of the next. Holds a bounded number of planes. For one caller at a time.
/// </summary>
internal sealed class PlaneSource : IAsyncDisposable
{
    /// <summary>Planes beyond those needed at once are kept up to this many bytes.</summary>
    private const long Budget = 128L << 20;

    private readonly TiffPlaneReader _input;
    private readonly Action<Plane, PlaneIndex> _prepare;
    private readonly int _capacity;
    private readonly Dictionary<PlaneIndex, Task<Plane>> _planes = [];
    private readonly LinkedList<PlaneIndex> _order = [];

    /// <param name="input">Where planes come from.</param>
    /// <param name="atOnce">Planes that are needed together, and so always kept.</param>
    /// <param name="useful">More than this many need never be kept.</param>
    /// <param name="prepare">Changes each plane when it has been read, from several threads; null: planes stay as they are.</param>
    public PlaneSource(TiffPlaneReader input, int atOnce, long useful, Action<Plane, PlaneIndex>? prepare = null)
    {
        var affordable = Budget / (input.Shape.PixelsPerPlane * input.PixelType.BytesPerSample());
        (_input, _prepare, _capacity) = (input, prepare ?? ((_, _) => { }), (int)Math.Max(atOnce, Math.Min(affordable, useful)));
    }

    /// <summary>Planes that are held or being read.</summary>
    public int Held => _planes.Count;

    /// <summary>
    /// Starts to read a plane that will be asked for soon. Announce first what is asked for first: where there is no room for all, the earliest announced goes.
    /// </summary>
    public void Announce(PlaneIndex index) => Find(index);

    /// <exception cref="EngineFailure">BadInput: the plane's data is damaged.</exception>
    public async Task<Plane> GetAsync(PlaneIndex index)
    {
        try
        {
            return await Find(index).ConfigureAwait(false);
        }
        catch (TiffFormatException error)
        {
            throw new EngineFailure(FailureKind.BadInput, error.Message, error);
        }
    }

    /// <summary>Waits for what is still being read, so that the reader can be closed.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var plane in _planes.Values) await ((Task)plane).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Task<Plane> Find(PlaneIndex index)
    {
        if (_planes.TryGetValue(index, out var plane)) _order.Remove(index);
        else _planes[index] = plane = Task.Run(() => Read(index));
        _order.AddLast(index);
        while (_order.Count > _capacity)
        {
            _planes.Remove(_order.First!.Value);
            _order.RemoveFirst();
        }
        return plane;
    }

    private Plane Read(PlaneIndex index)
    {
        var plane = _input.ReadPlane(index);
        _prepare(plane, index);
        return plane;
    }
}
