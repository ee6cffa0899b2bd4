using System.Buffers.Binary;
using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tiff;

/// <summary>
/// The plan of a file to be written: header, IFD of the first page with the descriptions, IFDs of the others (all of one size), planes. The
/// sizes of all of them are known before the first plane, so that an uncompressed stack can be written to a pipe.
/// </summary>
internal sealed class OutputLayout
{
    private const int Alignment = 16;
    private readonly DirectoryTemplate _first, _others;

    public OutputLayout(StackShape shape, PixelType type, StackMetadata metadata, TiffWriterOptions options)
    {
        PlaneBytes = shape.PixelsPerPlane * type.BytesPerSample();
        var first = OutputFields.First(shape, type, metadata, options);
        var upperBound = (double)shape.PlaneCount * (PlaneBytes * 1.001 + 1024) + first.Sum(f => f.Value.Length + 64L) + 4096;
        var isLarge = upperBound > uint.MaxValue;
        // ImageJ reads no BigTIFF: its own way beyond 4 GB is one IFD, and planes without a gap behind it.
        SingleDirectory = isLarge && options.Format == TiffFormat.ImageJ;
        IsBigTiff = options.Format == TiffFormat.Ome && (isLarge || options.AlwaysBigTiff);
        // ImageJ follows its own description and takes the planes of a compressed stack for contiguous ones.
        Compressed = options.Compression != TiffCompression.None && options.Format == TiffFormat.Ome;
        DirectoryCount = SingleDirectory ? 1 : shape.PlaneCount;
        var fields = OutputFields.Common(shape, type, metadata, options.Format, Compressed);
        OutputField[] strip = [OutputField.Offset(TiffTag.StripOffsets, 0, IsBigTiff), OutputField.Offset(TiffTag.StripByteCounts, 0, IsBigTiff)];
        _first = new DirectoryTemplate([.. fields, .. first, .. strip], IsBigTiff);
        _others = new DirectoryTemplate([.. fields, .. strip], IsBigTiff);
        DataOffset = (HeaderSize + _first.Size + (DirectoryCount - 1) * _others.Size + Alignment - 1) / Alignment * Alignment;
    }

    public bool IsBigTiff { get; }

    public bool SingleDirectory { get; }

    public bool Compressed { get; }

    public long PlaneBytes { get; }

    public long DirectoryCount { get; }

    /// <summary>Where the first plane starts.</summary>
    public long DataOffset { get; }

    private int HeaderSize => IsBigTiff ? 16 : 8;

    /// <summary>Everything before the planes; <paramref name="strip"/> tells where plane n lies and how many bytes it has.</summary>
    public void WriteTo(Stream output, Func<long, (long Offset, long ByteCount)> strip)
    {
        output.Write(Header());
        var offset = (long)HeaderSize;
        for (long i = 0; i < DirectoryCount; i++)
        {
            var directory = i == 0 ? _first : _others;
            var next = offset + directory.Size;
            var (stripOffset, byteCount) = strip(i);
            output.Write(directory.At(offset, i + 1 < DirectoryCount ? next : 0, stripOffset, byteCount));
            offset = next;
        }
        output.Write(new byte[DataOffset - offset]);
    }

    private byte[] Header()
    {
        var header = new byte[HeaderSize];
        (header[0], header[1], header[2]) = ((byte)'I', (byte)'I', (byte)(IsBigTiff ? 43 : 42));
        if (IsBigTiff) header[4] = 8;
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(IsBigTiff ? 8 : 4), (uint)HeaderSize);
        return header;
    }
}
