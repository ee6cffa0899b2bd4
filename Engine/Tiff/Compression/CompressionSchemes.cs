namespace FijiBridge.Engine.Tiff.Compression;

/// <summary>Compression (259), the schemes that are read.</summary>
internal enum CompressionScheme
{
    None = 1,
    Lzw = 5,
    Deflate = 8,
    PackBits = 32773,
}

/// <summary>Fills <paramref name="target"/> from the compressed <paramref name="source"/> and returns how many bytes came out, at most its length.</summary>
/// <exception cref="InvalidDataException">The source breaks the rules of its scheme.</exception>
internal delegate int Decompressor(ArraySegment<byte> source, Span<byte> target);

/// <summary>The list of schemes: a new one is a class and a line here.</summary>
internal static class CompressionSchemes
{
    private const long OldDeflate = 32946;

    private static readonly Dictionary<CompressionScheme, Decompressor> Decompressors = new()
    {
        [CompressionScheme.Lzw] = Lzw.Decode,
        [CompressionScheme.Deflate] = Deflate.Decode,
        [CompressionScheme.PackBits] = PackBits.Decode,
    };

    public static bool IsRead(long scheme) => scheme == (long)CompressionScheme.None || (scheme is >= 0 and <= ushort.MaxValue && Decompressors.ContainsKey(Normalize(scheme)));

    /// <summary>Deflate has two numbers for one thing.</summary>
    public static CompressionScheme Normalize(long scheme) => scheme == OldDeflate ? CompressionScheme.Deflate : (CompressionScheme)scheme;

    public static Decompressor Decompressor(CompressionScheme scheme) => Decompressors[scheme];

    /// <summary>The name of a scheme that is not read, in brackets with a blank before it, or nothing.</summary>
    public static string NameOf(long scheme) => scheme switch
    {
        2 => " (CCITT modified Huffman)",
        3 => " (CCITT group 3)",
        4 => " (CCITT group 4)",
        6 => " (old JPEG)",
        7 => " (JPEG)",
        33003 or 33005 or 33007 or 34712 => " (JPEG 2000)",
        34887 => " (LERC)",
        34892 => " (lossy JPEG)",
        34925 => " (LZMA)",
        50000 => " (Zstandard)",
        50001 => " (WebP)",
        50002 or 52546 => " (JPEG XL)",
        _ => "",
    };
}
