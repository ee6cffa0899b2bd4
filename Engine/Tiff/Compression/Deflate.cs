using System.IO.Compression;

namespace FijiBridge.Engine.Tiff.Compression;

/// <summary>Compression 8 and 32946: a zlib stream for each segment.</summary>
internal static class Deflate
{
    public static int Decode(ArraySegment<byte> source, Span<byte> target)
    {
        using var compressed = new MemoryStream(source.Array!, source.Offset, source.Count, writable: false);
        using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
        try
        {
            return zlib.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
        catch (IOException e)
        {
            // zlib's own errors, for example a stream that wants a preset dictionary; the source is in memory.
            throw new InvalidDataException(e.Message, e);
        }
    }

    public static byte[] Encode(ReadOnlySpan<byte> pixels)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(pixels);
        return compressed.ToArray();
    }
}
