using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>
/// PNG files (ISO/IEC 15948) of 8- or 16-bit grey pixels without interlacing, also those of 8 bits whose palette is a ramp of one colour, as
/// ImageJ writes them: what microscopes and data collections export.
/// </summary>
internal static class PngReader
{
    private const long MostPixels = 1L << 28;

    /// <exception cref="InvalidDataException">Not such a file; one sentence why.</exception>
    public static Plane Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < 8 + 25 || !bytes.AsSpan(0, 8).SequenceEqual(Metrics.Figures.PngWriter.Signature)) throw new InvalidDataException("it is no PNG file");
        var (width, height, type, indexed) = Header(bytes.AsSpan(16, 13));
        using var compressed = new MemoryStream();
        foreach (var (start, length) in Chunks(bytes, "IDAT")) compressed.Write(bytes, start, length);
        compressed.Position = 0;
        using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
        if (indexed) RequireRamp(bytes);
        return Decode(zlib, width, height, type);
    }

    private static (int Width, int Height, PixelType Type, bool Indexed) Header(ReadOnlySpan<byte> header)
    {
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]));
        if (width < 1 || height < 1 || (long)width * height > MostPixels) throw new InvalidDataException($"its size of {width} x {height} pixels is not possible");
        var (depth, colour, interlace) = (header[8], header[9], header[12]);
        if ((colour, depth) is not ((0, 8) or (0, 16) or (3, 8)) || interlace != 0)
            throw new InvalidDataException($"only grey PNG files of 8 or 16 bits without interlacing are read, this one has colour type {colour} and {depth} bits; save it as 8- or 16-bit TIFF");
        return (width, height, depth == 8 ? PixelType.UInt8 : PixelType.UInt16, colour == 3);
    }

    /// <summary>In a lookup table from black to one colour the index is the intensity.</summary>
    private static void RequireRamp(byte[] bytes)
    {
        var (start, length) = Chunks(bytes, "PLTE").FirstOrDefault();
        for (var i = 0; i < length; i++)
        {
            if (bytes[start + i] != 0 && bytes[start + i] != i / 3)
                throw new InvalidDataException("its palette is no ramp from black to one colour, so that intensities cannot be told; save it as a grey image");
        }
    }

    private static IEnumerable<(int Start, int Length)> Chunks(byte[] bytes, string wanted)
    {
        for (long at = 8; at + 12 <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan((int)at));
            if (at + 12 + length > bytes.Length) throw new InvalidDataException($"the chunk at offset {at} reaches beyond the end of the file");
            var type = Encoding.ASCII.GetString(bytes, (int)at + 4, 4);
            if (type == wanted) yield return ((int)at + 8, (int)length);
            if (type == "IEND") yield break;
            at += 12 + length;
        }
    }

    private static Plane Decode(ZLibStream zlib, int width, int height, PixelType type)
    {
        var plane = new Plane(type, width, height);
        var (sample, stride) = (type.BytesPerSample(), width * type.BytesPerSample());
        var (row, above) = (new byte[stride], new byte[stride]);
        for (var y = 0; y < height; y++, (row, above) = (above, row))
        {
            var filter = zlib.ReadByte();
            if (filter is < 0 or > 4 || zlib.ReadAtLeast(row, stride, throwOnEndOfStream: false) < stride) throw new InvalidDataException($"its data ends or is damaged in row {y}");
            Unfilter(filter, row, above, sample);
            Store(plane, y, row, sample);
        }
        return plane;
    }

    private static void Unfilter(int filter, byte[] row, byte[] above, int sample)
    {
        for (var x = 0; x < row.Length; x++)
        {
            var left = x >= sample ? row[x - sample] : 0;
            var corner = x >= sample ? above[x - sample] : 0;
            row[x] += (byte)(filter switch { 1 => left, 2 => above[x], 3 => (left + above[x]) / 2, 4 => Paeth(left, above[x], corner), _ => 0 });
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        var estimate = left + above - corner;
        var (toLeft, toAbove, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }

    private static void Store(Plane plane, int y, byte[] row, int sample)
    {
        if (sample == 1) row.CopyTo(plane.Samples<byte>().Slice(y * plane.Width, plane.Width));
        else
        {
            var target = plane.Samples<ushort>().Slice(y * plane.Width, plane.Width);
            for (var x = 0; x < target.Length; x++) target[x] = BinaryPrimitives.ReadUInt16BigEndian(row.AsSpan(2 * x));
        }
    }
}
