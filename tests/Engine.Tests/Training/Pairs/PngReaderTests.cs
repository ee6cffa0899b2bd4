using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Training.Pairs;

namespace FijiBridge.Engine.Tests.Training.Pairs;

[TestClass]
public sealed class PngReaderTests
{
    [TestMethod]
    public void Read_PaletteFromBlackToGreen_GivesTheIndices()
    {
        var plane = Read(i => [0, (byte)i, 0]);
        CollectionAssert.AreEqual(new byte[] { 0, 7, 200, 255 }, plane.Pixels);
    }

    [TestMethod]
    public void Read_PaletteOfManyColours_IsRefused()
    {
        var failure = Assert.ThrowsExactly<EngineFailure>(() => Read(i => [(byte)i, (byte)(255 - i), 0]));
        StringAssert.Contains(failure.Message, "no ramp from black to one colour");
    }

    private static Plane Read(Func<int, byte[]> palette)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("a.png"), [
            .. Engine.Metrics.Figures.PngWriter.Signature, .. Chunk("IHDR", [0, 0, 0, 2, 0, 0, 0, 2, 8, 3, 0, 0, 0]),
            .. Chunk("PLTE", [.. Enumerable.Range(0, 256).SelectMany(palette)]), .. Chunk("IDAT", Compressed([0, 0, 7, 0, 200, 255])), .. Chunk("IEND", [])]);
        using var file = ImageFile.Open(folder.At("a.png"));
        return file.Planes.Read(new PlaneIndex(0, 0, 0));
    }

    private static byte[] Compressed(byte[] data)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest)) zlib.Write(data);
        return stream.ToArray();
    }

    // The reader does not look at the checksum.
    private static byte[] Chunk(string type, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0];
    }
}
