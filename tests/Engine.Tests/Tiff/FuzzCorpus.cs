using System.IO.Compression;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Tiff;

/// <summary>Small right files of every feature, for damage to start from.</summary>
internal static class FuzzCorpus
{
    private const string OmeDocument =
        """<?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" UUID="urn:uuid:1"><Image ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint8" SizeX="2" SizeY="1" SizeC="2" SizeZ="1" SizeT="2" PhysicalSizeX="0.1"><Channel ID="Channel:0:0" Name="a" Color="255"/><Channel ID="Channel:0:1"/><TiffData IFD="0" FirstC="0" FirstT="0" PlaneCount="1"><UUID>urn:uuid:1</UUID></TiffData><TiffData IFD="1" FirstC="1" PlaneCount="3"/><Plane TheC="0" TheZ="0" TheT="0" DeltaT="1"/></Pixels></Image><Image ID="Image:1"/></OME>""";

    public static List<byte[]> Files()
    {
        var small = new StackShape(5, 3, 2, 1, 2);
        var files = new List<byte[]>
        {
            Stacks.Write(small, PixelType.UInt16),
            Stacks.Write(small, PixelType.Float32, null, new TiffWriterOptions { Format = TiffFormat.ImageJ }),
            Stacks.Write(small, PixelType.UInt8, null, new TiffWriterOptions { Compression = TiffCompression.Deflate }),
            Stacks.Write(small, PixelType.UInt8, Metadata(), new TiffWriterOptions { Format = TiffFormat.ImageJ, Provenance = new Dictionary<string, string> { ["model"] = "smooth" } }),
            Stacks.Write(small, PixelType.Int16, null, new TiffWriterOptions { AlwaysBigTiff = true }),
        };
        foreach (var (bigEndian, bigTiff) in new[] { (false, false), (true, false), (false, true), (true, true) }) files.AddRange(Pages(bigEndian, bigTiff));
        return files;
    }

    private static StackMetadata Metadata()
    {
        using var reader = Stacks.Read(ImageJ(new TiffBuilder()).Build());
        return reader.Metadata;
    }

    private static IEnumerable<byte[]> Pages(bool bigEndian, bool bigTiff)
    {
        TiffBuilder New() => new(bigEndian, bigTiff);
        byte[] rows = [1, 2, 3, 4, 5, 6, 7, 8];
        yield return New().AddPage(4, 2, 8, [rows[..4], rows[4..]], (278, 4, 1)).AddPage(4, 2, 8, [rows]).AddPage(1, 1, 8, [[1]], (254, 4, 1)).Build();
        yield return New().AddPage(3, 3, 8, [rows[..4], rows[..4], rows[..4], rows[..4]], (322, 3, 2), (323, 3, 2)).Build();
        yield return New().AddPage(4, 2, 8, [LzwCodes.Encode(rows)], (259, 3, 5), (317, 3, 2)).Build();
        yield return New().AddPage(4, 2, 8, [[7, .. rows]], (259, 3, 32773)).Build();
        yield return New().AddPage(1, 2, 32, [Zlib(rows)], (259, 3, 8), (317, 3, 3), (339, 3, 3)).Build();
        yield return New().AddPage(2, 1, 16, [Zlib(rows[..4])], (259, 3, 32946), (317, 3, 2), (339, 3, 2)).Build();
        yield return New().AddPage(5, 1, 12, [rows]).Build();
        yield return New().AddPage(8, 1, 1, [rows[..1]], (262, 3, 0), (266, 3, 2)).Build();
        yield return New().AddPage(2, 1, 8, [rows[..6]], (277, 3, 3), (258, 3, new[] { 8, 8, 8 }), (262, 3, 2)).Build();
        yield return New().AddPage(2, 1, 8, [rows[..2], rows[..2], rows[..2]], (277, 3, 3), (258, 3, new[] { 8, 8, 8 }), (284, 3, 2)).Build();
        yield return New().AddPage(2, 1, 8, [rows[..2]], (262, 3, 3), (320, 3, new int[768])).Build();
        yield return ImageJ(New()).Build();
        yield return New().AddPage(2, 1, 8, [rows[..2]], (270, 2, OmeDocument)).AddPage(2, 1, 8, [rows[..2]]).AddPage(2, 1, 8, [rows[..2]]).AddPage(2, 1, 8, [rows[..2]]).Build();
    }

    /// <summary>A contiguous stack: one IFD, two planes behind its strip, and ImageJ's metadata with Info, a label and an overlay.</summary>
    private static TiffBuilder ImageJ(TiffBuilder builder)
    {
        byte[] head = [.. builder.Samples(4, 0x494A494A, 0x696E666F, 1, 0x6C61626C, 1, 0x6F766572, 1)];
        byte[] region = [.. "Iout"u8, 0, 227, .. new byte[58 + 8]];
        byte[] block = [.. head, .. builder.Samples(2, 'i', 'n'), .. builder.Samples(2, 'l'), .. region];
        return builder.AddPage(2, 1, 8, [[1, 2, 3, 4]], (270, 2, "ImageJ=1.53t\nimages=2\nslices=2\nunit=micron\nspacing=0.5\nfinterval=2\nmin=0\n"),
            (282, 5, new[] { 10, 1 }), (283, 5, new[] { 10, 1 }), (50838, 4, new[] { head.Length, 4, 2, region.Length }), (50839, 1, block));
    }

    private static byte[] Zlib(byte[] pixels)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Optimal)) zlib.Write(pixels);
        return stream.ToArray();
    }
}
