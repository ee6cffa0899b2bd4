namespace FijiBridge.Engine.Tiff.Compression;

/// <summary>Compression 1: bytes as they are.</summary>
internal static class Uncompressed
{
    public static int Decode(ArraySegment<byte> source, Span<byte> target)
    {
        var count = Math.Min(source.Count, target.Length);
        source.AsSpan(0, count).CopyTo(target);
        return count;
    }
}
