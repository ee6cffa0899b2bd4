using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff.Compression;

namespace FijiBridge.Engine.Tiff;

/// <summary>
/// Writes a stack as OME-TIFF or ImageJ TIFF: header, all IFDs, then plane after plane in XYCZT order, little-endian. Uncompressed, the output
/// is written strictly forward and may be a pipe; every plane is in the output when <see cref="WritePlane"/> returns. Not for several threads.
/// </summary>
public sealed class TiffPlaneWriter : IDisposable
{
    private readonly Stream _output;
    private readonly OutputLayout _layout;
    private readonly StackShape _shape;
    private readonly PixelType _type;
    private readonly List<(long Offset, long ByteCount)> _strips = [];
    private readonly long _start;
    private long _planes;

    private TiffPlaneWriter(Stream output, StackShape shape, PixelType type, OutputLayout layout)
    {
        (_output, _shape, _type, _layout) = (output, shape, type, layout);
        _start = layout.Compressed ? output.Position : 0;
        layout.WriteTo(output, plane => layout.Compressed ? (0, 0) : (layout.DataOffset + plane * layout.PlaneBytes, layout.PlaneBytes));
    }

    /// <summary>Size of the whole file in bytes, known before the first plane when uncompressed; null when compressed.</summary>
    public long? TotalBytes => _layout.Compressed ? null : _layout.DataOffset + _shape.PlaneCount * _layout.PlaneBytes;

    /// <summary>Writes header and IFDs to <paramref name="output"/>, which stays open when the writer is disposed.</summary>
    /// <param name="output">Where to; it must be able to seek only when the planes are compressed.</param>
    /// <param name="shape">Size of the stack; so many planes must follow.</param>
    /// <param name="type">Type of every plane.</param>
    /// <param name="metadata">What the reader of the input kept, or <see cref="StackMetadata.Empty"/>.</param>
    /// <param name="options">Format, compression and provenance.</param>
    /// <exception cref="ArgumentException">The planes are to be compressed and the output cannot seek.</exception>
    public static TiffPlaneWriter Create(Stream output, StackShape shape, PixelType type, StackMetadata metadata, TiffWriterOptions? options = null)
    {
        var layout = new OutputLayout(shape, type, metadata, options ?? new TiffWriterOptions());
        if (layout.Compressed && !output.CanSeek)
            throw new ArgumentException("a compressed TIFF needs an output that can seek; write it uncompressed or to a file", nameof(output));
        return new TiffPlaneWriter(output, shape, type, layout);
    }

    /// <summary>Writes the next plane in XYCZT order. The plane is unchanged and not kept.</summary>
    /// <exception cref="ArgumentException">The plane is of another size or type than the stack.</exception>
    /// <exception cref="InvalidOperationException">All planes were written before.</exception>
    public void WritePlane(Plane plane)
    {
        if ((plane.Width, plane.Height, plane.PixelType) != (_shape.Width, _shape.Height, _type))
            throw new ArgumentException($"a plane of {plane.Width} x {plane.Height} {plane.PixelType} does not belong into a stack of {_shape} {_type}", nameof(plane));
        if (_planes == _shape.PlaneCount) throw new InvalidOperationException($"all {_planes} planes of the stack are written");
        if (_layout.Compressed) WriteCompressed(plane);
        else WriteLittleEndian(plane);
        _planes++;
    }

    /// <summary>Ends the file: flushes, and fills in the strip offsets of a compressed one.</summary>
    /// <exception cref="InvalidOperationException">Planes are missing.</exception>
    public void Complete()
    {
        if (_planes != _shape.PlaneCount) throw new InvalidOperationException($"the stack has {_shape.PlaneCount} planes, {_planes} were written");
        if (_layout.Compressed)
        {
            var end = _output.Position;
            _output.Position = _start;
            _layout.WriteTo(_output, plane => _strips[(int)plane]);
            _output.Position = end;
        }
        _output.Flush();
    }

    /// <summary>Nothing is held but the output, which belongs to the caller.</summary>
    public void Dispose()
    {
    }

    private void WriteCompressed(Plane plane)
    {
        var strip = Deflate.Encode(plane.Pixels);
        _strips.Add((_output.Position - _start, strip.Length));
        _output.Write(strip);
    }

    private void WriteLittleEndian(Plane plane) => _output.Write(plane.Pixels);
}
