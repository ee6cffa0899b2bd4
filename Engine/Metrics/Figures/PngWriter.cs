using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Metrics.Figures;

/// <summary>PNG files (ISO/IEC 15948) of 8-bit grey or RGB pixels: signature, IHDR, one IDAT, IEND; every row with the Up filter.</summary>
public static class PngWriter
{
    private const byte UpFilter = 2;
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOfByte)];

    /// <summary>The eight bytes at the start of every PNG file.</summary>
    internal static ReadOnlySpan<byte> Signature => [137, 80, 78, 71, 13, 10, 26, 10];

    /// <summary>Writes an RGB picture.</summary>
    public static void Write(Stream output, Picture picture) => Write(output, picture.Pixels, picture.Width, picture.Height, 3);

    /// <summary>Writes an RGB picture to a new file; an existing one is replaced.</summary>
    public static void Write(string path, Picture picture)
    {
        using var file = File.Create(path);
        Write(file, picture);
    }

    /// <summary>Writes an image as 8-bit grey; intensities from black to white as <paramref name="display"/> tells.</summary>
    public static void Write(Stream output, GreyImage image, DisplayRange display) =>
        Write(output, Array.ConvertAll(image.Samples, display.ToGrey), image.Width, image.Height, 1);

    private static void Write(Stream output, byte[] pixels, int width, int height, int samplesPerPixel)
    {
        output.Write(Signature);
        WriteChunk(output, "IHDR", Header(width, height, samplesPerPixel));
        WriteChunk(output, "IDAT", Compress(pixels, width * samplesPerPixel, height));
        WriteChunk(output, "IEND", []);
    }

    private static byte[] Header(int width, int height, int samplesPerPixel)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = (byte)(samplesPerPixel == 3 ? 2 : 0);
        return header;
    }

    private static byte[] Compress(byte[] pixels, int stride, int height)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            var row = new byte[stride + 1];
            row[0] = UpFilter;
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < stride; x++)
                    row[x + 1] = (byte)(pixels[y * stride + x] - (y > 0 ? pixels[(y - 1) * stride + x] : 0));
                zlib.Write(row);
            }
        }
        return compressed.ToArray();
    }

    private static void WriteChunk(Stream output, string type, byte[] data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Crc(chunk.AsSpan(4, data.Length + 4)));
        output.Write(chunk);
    }

    /// <summary>The CRC-32 of a chunk's type and data.</summary>
    internal static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes) crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint CrcOfByte(int value)
    {
        var crc = (uint)value;
        for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        return crc;
    }
}
