using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Tiff.Peers;

/// <summary>Plain ImageJ opens what we write with its dimensions, and finds again all that it kept in a TIFF of its own.</summary>
[TestClass]
public sealed class ImageJPeerTests
{
    private const string Xvfb = "/usr/bin/xvfb-run", Java = "/usr/bin/java", Jar = "/usr/share/java/ij.jar";

    private string _folder = "";

    [TestInitialize]
    public void Prepare()
    {
        PeerProcess.Require(Xvfb, Java, Jar);
        _folder = Directory.CreateTempSubdirectory("fijibridge-imagej").FullName;
    }

    [TestCleanup]
    public void CleanUp()
    {
        if (_folder.Length > 0) Directory.Delete(_folder, recursive: true);
    }

    [TestMethod]
    public void WritePlane_StackOfImageJ_IsTheSameToImageJ()
    {
        var original = PathOf("original.tif");
        var expected = ImageJ("make", original)[0];
        StringAssert.Contains(expected, "size 23 19 2 4 3 bits 16");

        Copy(original, PathOf("imagej.tif"), TiffFormat.ImageJ, TiffCompression.None);
        Copy(original, PathOf("deflate.tif"), TiffFormat.ImageJ, TiffCompression.Deflate);
        Copy(original, PathOf("ome.ome.tif"), TiffFormat.Ome, TiffCompression.None);
        Copy(PathOf("ome.ome.tif"), PathOf("back.tif"), TiffFormat.ImageJ, TiffCompression.None);
        var types = new[] { PixelType.UInt8, PixelType.UInt16, PixelType.Float32 };
        foreach (var type in types)
            using (var stream = File.Create(PathOf($"{type}.tif"))) Stacks.WriteTo(stream, new StackShape(5, 4, 2, 3, 2), type, null, new TiffWriterOptions { Format = TiffFormat.ImageJ });

        File.WriteAllLines(PathOf("list.txt"), ["imagej.tif", "deflate.tif", "back.tif", "ome.ome.tif", .. types.Select(type => $"{type}.tif")]);
        File.WriteAllText(PathOf("list.txt"), string.Join('\n', File.ReadLines(PathOf("list.txt")).Select(PathOf)));
        var told = ImageJ("tell", PathOf("list.txt"));
        Assert.AreEqual(expected, told[0], "ImageJ TIFF");
        Assert.AreEqual(expected, told[1], "ImageJ TIFF, asked for with Deflate");
        // What else an OME-XML on the way adds (the document as a property) is not in this report.
        Assert.AreEqual(expected, told[2], "by way of OME-TIFF");
        StringAssert.Contains(told[3], "info made by a test\nwith two lines\n");
        for (var i = 0; i < types.Length; i++) StringAssert.Contains(told[4 + i], $"size 5 4 2 3 2 bits {8 * types[i].BytesPerSample()}");
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static void Copy(string from, string to, TiffFormat format, TiffCompression compression)
    {
        using var reader = TiffPlaneReader.Open(from);
        using var stream = File.Create(to);
        using var writer = TiffPlaneWriter.Create(stream, reader.Shape, reader.PixelType, reader.Metadata, new TiffWriterOptions { Format = format, Compression = compression });
        foreach (var index in reader.Shape.Planes()) writer.WritePlane(reader.ReadPlane(index));
        writer.Complete();
    }

    /// <summary>ImageJ always exits with 0, and an error in a macro opens a window and waits: the report's last line and a time limit decide.</summary>
    private string[] ImageJ(string verb, string argument)
    {
        var report = PathOf("report.txt");
        File.Delete(report);
        PeerProcess.Run(Xvfb, ["-a", Java, $"-Duser.home={_folder}", "-cp", Jar, "ij.ImageJ", "-batch",
            Path.Combine(PeerProcess.Scripts(), "imagej_peer.ijm"), $"{verb}|{argument}|{report}"], timeoutSeconds: 120);
        var text = File.Exists(report) ? File.ReadAllText(report).ReplaceLineEndings("\n") : "";
        Assert.IsTrue(text.EndsWith("done\n", StringComparison.Ordinal), $"ImageJ did not finish its macro: {text}");
        return text.Split("----\n");
    }
}
