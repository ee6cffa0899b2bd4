using System.IO.Compression;

namespace FijiBridge.Engine.Tiff.Compression;

/// <summary>Compression 8 and 32946: a zlib stream for each segment.</summary>
internal static class Deflate
{
    public static int Decode(ArraySegment<byte> source, Span<byte> target)
    {
        using var compressed = new MemoryStream(source.Array!, source.Offset, source.Count, writable: false);
        using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
        return zlib.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
    }

    public static byte[] Encode(ReadOnlySpan<byte> pixels)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(pixels);
        return compressed.ToArray();
    }
}
