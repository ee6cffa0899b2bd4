namespace FijiBridge.Engine.Tiff.Compression;

/// <summary>Compression 32773: runs of bytes (TIFF 6.0, section 9).</summary>
internal static class PackBits
{
    public static int Decode(ArraySegment<byte> source, Span<byte> target)
    {
        ReadOnlySpan<byte> input = source;
        var written = 0;
        while (input.Length > 0 && written < target.Length)
        {
            var n = (sbyte)input[0];
            input = input[1..];
            if (n == -128) continue;
            var wanted = n >= 0 ? n + 1 : 1 - n;
            var count = Math.Min(wanted, target.Length - written);
            if (input.Length < (n >= 0 ? count : 1)) break;
            if (n >= 0) input[..count].CopyTo(target[written..]);
            else target.Slice(written, count).Fill(input[0]);
            input = input[(n >= 0 ? count : 1)..];
            written += count;
        }
        return written;
    }
}
