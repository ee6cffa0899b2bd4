namespace FijiBridge.Engine.Tiff;

/// <summary>Says what a file is that is not a TIFF, by its first bytes.</summary>
internal static class FileKind
{
    private static readonly (byte[] Start, string Kind)[] Known =
    [
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "it is a PNG image"),
        ([0xFF, 0xD8, 0xFF], "it is a JPEG image"),
        ([(byte)'P', (byte)'K', 3, 4], "it is a ZIP archive (unpack it first)"),
        ([0x1F, 0x8B], "it is a gzip archive (unpack it first)"),
        ([(byte)'G', (byte)'I', (byte)'F', (byte)'8'], "it is a GIF image"),
        ([(byte)'B', (byte)'M'], "it is a BMP image"),
        ([0x89, (byte)'H', (byte)'D', (byte)'F'], "it is an HDF5 file"),
        ([0xD0, 0xCF, 0x11, 0xE0], "it is an OLE document (OIB, ZVI or an old office file)"),
        ([(byte)'%', (byte)'P', (byte)'D', (byte)'F'], "it is a PDF document"),
        ([0xDA, 0xCE, 0xBE, 0x0A], "it is a Nikon ND2 file"),
        ([(byte)'Z', (byte)'I', (byte)'S', (byte)'R', (byte)'A', (byte)'W'], "it is a Zeiss CZI file"),
        ([0x70, 0, 0, 0], "it is a Leica LIF file"),
        ([(byte)'<', (byte)'?', (byte)'x', (byte)'m', (byte)'l'], "it is an XML document"),
    ];

    public static string Describe(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty) return "it is empty";
        foreach (var (bytes, kind) in Known)
            if (start.StartsWith(bytes)) return kind;
        return $"it starts with {Convert.ToHexString(start[..Math.Min(4, start.Length)])} (hexadecimal), where a TIFF has 49492A00 or 4D4D002A";
    }
}
