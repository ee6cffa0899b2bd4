namespace FijiBridge.Engine.Images;

/// <summary>Where a plane stands in its stack: zero-based channel, slice (z) and frame (t).</summary>
public readonly record struct PlaneIndex(int Channel, int Slice, int Frame);

/// <summary>
/// The size of a hyperstack in the order XYCZT, which is ImageJ's: channels vary fastest, frames slowest.
/// Every size is at least 1.
/// </summary>
public sealed record StackShape
{
    // Multiples of it, without their whole parts, fill a line evenly.
    private const double GoldenStep = 0.6180339887498949;

    public StackShape(int width, int height, int channels = 1, int slices = 1, int frames = 1)
    {
        Width = AtLeastOne(width, nameof(width));
        Height = AtLeastOne(height, nameof(height));
        Channels = AtLeastOne(channels, nameof(channels));
        Slices = AtLeastOne(slices, nameof(slices));
        Frames = AtLeastOne(frames, nameof(frames));
    }

    /// <summary>Columns of a plane (X), in pixels.</summary>
    public int Width { get; }

    /// <summary>Rows of a plane (Y), in pixels.</summary>
    public int Height { get; }

    /// <summary>Channels (C).</summary>
    public int Channels { get; }

    /// <summary>Slices (Z).</summary>
    public int Slices { get; }

    /// <summary>Frames (T).</summary>
    public int Frames { get; }

    public long PixelsPerPlane => (long)Width * Height;

    public long PlaneCount => (long)Channels * Slices * Frames;

    /// <summary>The position of a plane in XYCZT order, from 0 to <see cref="PlaneCount"/> - 1.</summary>
    public long Position(PlaneIndex index) => index.Channel + Channels * (index.Slice + (long)Slices * index.Frame);

    /// <summary>The plane at a position in XYCZT order; the inverse of <see cref="Position"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position is outside the stack.</exception>
    public PlaneIndex PlaneAt(long position)
    {
        if ((ulong)position >= (ulong)PlaneCount)
            throw new ArgumentOutOfRangeException(nameof(position), position, $"the stack has {PlaneCount} planes");
        var slicesAndFrames = position / Channels;
        return new PlaneIndex((int)(position % Channels), (int)(slicesAndFrames % Slices), (int)(slicesAndFrames / Slices));
    }

    /// <summary>All planes in XYCZT order.</summary>
    public IEnumerable<PlaneIndex> Planes()
    {
        for (long position = 0; position < PlaneCount; position++) yield return PlaneAt(position);
    }

    /// <summary>At most <paramref name="count"/> planes of a channel from all over the series, in its order.</summary>
    public IEnumerable<PlaneIndex> Spread(int channel, int count)
    {
        // One of each of so many parts, elsewhere in each: slices of a film would be taken from the same depth again and again.
        var planes = (long)Slices * Frames;
        var parts = Math.Min(planes, count);
        long Beginning(long part) => (part * planes + parts - 1) / parts;
        for (var part = 0L; part < parts; part++)
        {
            var (first, next) = (Beginning(part), Beginning(part + 1));
            yield return PlaneAt((first + (long)((0.5 + part * GoldenStep) % 1 * (next - first))) * Channels + channel);
        }
    }

    public override string ToString() => $"{Width} x {Height}, C {Channels}, Z {Slices}, T {Frames}";

    private static int AtLeastOne(int size, string name) =>
        size >= 1 ? size : throw new ArgumentOutOfRangeException(name, size, "a stack has at least one of each axis");
}
