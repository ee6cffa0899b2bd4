using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff.Compression;

namespace FijiBridge.Engine.Tiff;

/// <summary>Decodes one sample plane of a page: its segments one after another into a <see cref="Plane"/>.</summary>
/// <param name="file">The file.</param>
/// <param name="directory">The IFD of the page.</param>
/// <param name="layout">Its layout.</param>
/// <param name="shift">Added to each offset: the way to the later planes of a contiguous stack, which has one IFD only.</param>
internal sealed class PlaneDecoder(TiffFile file, ImageFileDirectory directory, PageLayout layout, long shift)
{
    public static Plane Decode(TiffFile file, ImageFileDirectory directory, PageLayout layout, int sample, long shift) =>
        new PlaneDecoder(file, directory, layout, shift).Decode(sample);

    private Plane Decode(int sample)
    {
        var (offsets, byteCounts) = PageSegments.Read(file, directory, layout);
        var firstSegment = layout.Planar ? sample * layout.SegmentsPerSample : 0;
        RequireCredibleExpansion(byteCounts.AsSpan((int)firstSegment, (int)layout.SegmentsPerSample));
        var plane = new Plane(layout.PixelType, layout.Width, layout.Height);
        var unpacker = new SampleUnpacker(layout, file.ByteOrder, layout.Planar ? 0 : sample);
        for (var i = 0; i < layout.SegmentsPerSample; i++)
            DecodeSegment(i, offsets[firstSegment + i] + shift, byteCounts[firstSegment + i], plane, unpacker);
        if (layout.Photometric == Photometric.WhiteIsZero) Inversion.Invert(plane, layout.BitsPerSample);
        return plane;
    }

    private void RequireCredibleExpansion(ReadOnlySpan<long> byteCounts)
    {
        var stored = 0L;
        foreach (var count in byteCounts) stored = Math.Min(file.Length, stored + count);
        var needed = layout.Height * (((long)layout.Width * layout.SamplesPerSegmentPixel * layout.BitsPerSample + 7) / 8);
        var limit = layout.Compression == CompressionScheme.None ? 2 : file.Options.MaxExpansion;
        if (needed / limit > stored + 64)
            throw new TiffFormatException($"The image of the IFD at offset {directory.Offset} needs {needed} bytes but has {stored} in the file; the limit is {limit} to 1; the file is truncated or damaged.");
    }

    private void DecodeSegment(int index, long offset, long byteCount, Plane plane, SampleUnpacker unpacker)
    {
        var (left, top) = (index % layout.SegmentsAcross * layout.SegmentWidth, index / layout.SegmentsAcross * layout.SegmentHeight);
        var rows = layout.Tiled ? layout.SegmentHeight : Math.Min(layout.SegmentHeight, layout.Height - top);
        if (layout.Compression == CompressionScheme.None) CopyRows(index, offset, Math.Min(rows, layout.Height - top), left, top, plane, unpacker);
        else DecompressRows(index, offset, byteCount, rows, left, top, plane, unpacker);
    }

    /// <summary>Uncompressed strips may be larger than memory: they are read row by row, or at once where the plane takes them as they are.</summary>
    private void CopyRows(int index, long offset, int rows, int left, int top, Plane plane, SampleUnpacker unpacker)
    {
        if (unpacker.IsIdentity && !layout.Tiled)
        {
            file.Read(offset, plane.Pixels.AsSpan((int)(top * layout.SegmentRowBytes), (int)(rows * layout.SegmentRowBytes)), Name(index));
            unpacker.FixOrder(plane, top, rows);
            return;
        }
        var rowBytes = (int)layout.SegmentRowBytes;
        file.RequireInside(offset, (long)rows * rowBytes, Name(index));
        var rowsAtOnce = Math.Clamp((1 << 20) / rowBytes, 1, rows);
        using var buffer = new RentedBytes(rowsAtOnce * rowBytes);
        for (var row = 0; row < rows; row += rowsAtOnce)
        {
            var part = buffer.Span[..(Math.Min(rowsAtOnce, rows - row) * rowBytes)];
            file.Read(offset + (long)row * rowBytes, part, Name(index));
            Unpack(part, left, top + row, plane, unpacker);
        }
    }

    private void DecompressRows(int index, long offset, long byteCount, int rows, int left, int top, Plane plane, SampleUnpacker unpacker)
    {
        if (byteCount == 0) return;  // A sparse file: a segment that was never written is black.
        var wanted = (int)(layout.SegmentRowBytes * rows);
        file.RequireInside(offset, byteCount, Name(index));
        if (byteCount > 2L * wanted + 4096) byteCount = 2L * wanted + 4096;
        if (wanted / file.Options.MaxExpansion > byteCount)
            throw new TiffFormatException($"{Name(index)} at offset {offset} claims to expand from {byteCount} to {wanted} bytes; the limit is {file.Options.MaxExpansion} to 1; the file is damaged.");
        using var compressed = new RentedBytes((int)byteCount);
        using var decoded = new RentedBytes(wanted);
        file.Read(offset, compressed.Span, Name(index));
        if (layout.LowBitFirst) SampleUnpacker.ReverseBits(compressed.Span);
        var count = Decompress(compressed.Segment, decoded.Span, index, offset);
        if (count < wanted && count < Math.Min(rows, layout.Height - top) * layout.SegmentRowBytes) throw Short(index, offset, count, wanted);
        UndoPredictor(decoded.Span);
        Unpack(decoded.Span, left, top, plane, unpacker);
    }

    private int Decompress(ArraySegment<byte> compressed, Span<byte> decoded, int index, long offset)
    {
        try
        {
            return CompressionSchemes.Decompressor(layout.Compression)(compressed, decoded);
        }
        catch (InvalidDataException e)
        {
            throw new TiffFormatException($"{Name(index)} at offset {offset} is not valid {layout.Compression} data: {e.Message.TrimEnd('.')}; the file is damaged.", e);
        }
    }

    private void UndoPredictor(Span<byte> segment)
    {
        if (layout.Predictor == Predictor.None) return;
        var rowBytes = (int)layout.SegmentRowBytes;
        using var scratch = new RentedBytes(rowBytes);
        for (var start = 0; start < segment.Length; start += rowBytes)
        {
            var row = segment.Slice(start, rowBytes);
            if (layout.Predictor == Predictor.Horizontal) Predictors.UndoHorizontal(row, layout.BitsPerSample, layout.SamplesPerSegmentPixel, file.ByteOrder.IsForeign);
            else Predictors.UndoFloatingPoint(row, scratch.Span, layout.BitsPerSample / 8, layout.SamplesPerSegmentPixel, file.ByteOrder.IsBigEndian);
        }
    }

    private void Unpack(Span<byte> rows, int left, int top, Plane plane, SampleUnpacker unpacker)
    {
        if (layout.LowBitFirst && layout.Compression == CompressionScheme.None) SampleUnpacker.ReverseBits(rows);
        var rowBytes = (int)layout.SegmentRowBytes;
        for (var row = 0; row * rowBytes < rows.Length && top + row < layout.Height; row++)
            unpacker.UnpackRow(rows.Slice(row * rowBytes, rowBytes), plane, left, top + row);
    }

    private TiffFormatException Short(int index, long offset, long found, long needed) =>
        new($"{Name(index)} at offset {offset} has {found} bytes of pixels where {needed} are needed; the file is truncated or damaged.");

    private string Name(int index) => $"{(layout.Tiled ? "Tile" : "Strip")} {index} of the IFD at offset {directory.Offset}";
}
