using System.Text;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Tiff.Peers;

/// <summary>libtiff's tiffcp reads what we write and writes it again in every layout that it knows; we read that.</summary>
[TestClass]
public sealed class LibtiffPeerTests
{
    private const string Tiffcp = "/usr/bin/tiffcp";

    private static readonly string[] Layouts =
    [
        "-c none", "-c none -B", "-c none -8", "-c none -B -8", "-c none -r 3", "-c none -t -w 16 -l 32", "-c none -B -t -w 16 -l 16",
        "-c lzw", "-c lzw -B", "-c lzw:2", "-c lzw:2 -B", "-c lzw:2 -r 4", "-c lzw -t -w 32 -l 16",
        "-c zip", "-c zip -B", "-c zip:2", "-c zip:2 -B", "-c zip:2 -8 -B", "-c zip:2 -t -w 16 -l 16",
        "-c packbits", "-c packbits -B", "-c packbits -t -w 16 -l 16", "-c packbits -f lsb2msb", "-c none -f lsb2msb", "-c lzw -f lsb2msb",
    ];

    // Not with -B: tiffcp 4.5 then swaps the bytes before the predictor, and libtiff itself does not get the image back.
    private static readonly string[] FloatLayouts = ["-c lzw:3", "-c lzw:3 -r 5", "-c zip:3", "-c zip:3 -t -w 16 -l 16", "-c zip:3 -8"];

    private string _folder = "";

    [TestInitialize]
    public void Prepare()
    {
        PeerProcess.Require(Tiffcp, "/bin/sh");
        _folder = Directory.CreateTempSubdirectory("fijibridge-libtiff").FullName;
    }

    [TestCleanup]
    public void CleanUp()
    {
        if (_folder.Length > 0) Directory.Delete(_folder, recursive: true);
    }

    [TestMethod]
    [DataRow(PixelType.UInt8, TiffCompression.None)]
    [DataRow(PixelType.UInt16, TiffCompression.Deflate)]
    [DataRow(PixelType.Int16, TiffCompression.None)]
    [DataRow(PixelType.UInt32, TiffCompression.None)]
    [DataRow(PixelType.Float32, TiffCompression.Deflate)]
    [DataRow(PixelType.Float64, TiffCompression.None)]
    public void Open_EveryLayoutOfLibtiff_HasOurPixels(PixelType type, TiffCompression compression)
    {
        var shape = new StackShape(37, 29, slices: 3);
        Save("in.tif", Stacks.Write(shape, type, null, new TiffWriterOptions { Compression = compression }));
        foreach (var (layout, path) in Convert("in.tif", Valid(type)))
        {
            using var reader = TiffPlaneReader.Open(path);
            Assert.AreEqual(type, reader.PixelType, layout);
            for (var z = 0; z < 3; z++)
                CollectionAssert.AreEqual(Stacks.Pattern(type, shape, z).Pixels, reader.ReadPlane(new PlaneIndex(0, z, 0)).Pixels, $"tiffcp {layout}, slice {z}");
        }
    }

    [TestMethod]
    public void Open_RgbInEveryLayoutOfLibtiff_HasItsChannels()
    {
        var pixels = Enumerable.Range(0, 20 * 10 * 3).Select(i => (byte)(i * 37 % 256)).ToArray();
        Save("rgb.tif", new TiffBuilder().AddPage(20, 10, 8, [pixels], (277, 3, 3), (258, 3, new[] { 8, 8, 8 }), (262, 3, 2), (278, 4, 10)).Build());
        foreach (var (layout, path) in Convert("rgb.tif", [.. Layouts, "-p separate -c none", "-p separate -c lzw:2", "-p separate -c zip:2 -B", "-p separate -c none -t -w 16 -l 16"]))
        {
            using var reader = TiffPlaneReader.Open(path);
            for (var c = 0; c < 3; c++)
                CollectionAssert.AreEqual(pixels.Where((_, i) => i % 3 == c).ToArray(), reader.ReadPlane(new PlaneIndex(c, 0, 0)).Pixels, $"tiffcp {layout}, channel {c}");
        }
    }

    [TestMethod]
    public void Open_Zstandard_SaysThatItIsNotRead()
    {
        Save("in.tif", Stacks.Write(new StackShape(8, 8), PixelType.UInt8));
        var path = Convert("in.tif", ["-c zstd"]).Single().Path;
        StringAssert.Contains(Assert.ThrowsExactly<TiffFormatException>(() => TiffPlaneReader.Open(path)).Message, "Zstandard");
    }

    private static string[] Valid(PixelType type) => type switch
    {
        PixelType.Float32 or PixelType.Float64 => [.. Layouts.Where(layout => !layout.Contains(":2", StringComparison.Ordinal)), .. FloatLayouts],
        _ => Layouts,
    };

    private void Save(string name, byte[] file) => File.WriteAllBytes(Path.Combine(_folder, name), file);

    /// <summary>One shell for all layouts.</summary>
    private List<(string Layout, string Path)> Convert(string name, string[] layouts)
    {
        var files = layouts.Select((layout, i) => (Layout: layout, Path: Path.Combine(_folder, $"{i}.tif"))).ToList();
        var script = new StringBuilder("set -e\n");
        foreach (var (layout, path) in files) script.Append(Tiffcp).Append(' ').Append(layout).Append(" '").Append(Path.Combine(_folder, name)).Append("' '").Append(path).Append("'\n");
        PeerProcess.Run("/bin/sh", ["-s"], script.ToString());
        return files;
    }
}
