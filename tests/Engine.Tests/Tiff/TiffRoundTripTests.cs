using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Tiff;

[TestClass]
public sealed class TiffRoundTripTests
{
    private static readonly StackShape Hyperstack = new(13, 7, channels: 2, slices: 3, frames: 4);

    [TestMethod]
    [DataRow(TiffFormat.Ome, TiffCompression.None)]
    [DataRow(TiffFormat.Ome, TiffCompression.Deflate)]
    [DataRow(TiffFormat.ImageJ, TiffCompression.None)]
    [DataRow(TiffFormat.ImageJ, TiffCompression.Deflate)]
    public void WritePlane_EveryPixelType_IsReadBack(TiffFormat format, TiffCompression compression)
    {
        foreach (var type in Enum.GetValues<PixelType>())
        {
            var file = Stacks.Write(Hyperstack, type, null, new TiffWriterOptions { Format = format, Compression = compression });
            using var reader = Stacks.Read(file);
            Stacks.AssertHoldsPattern(reader, type, Hyperstack);
        }
    }

    [TestMethod]
    public void WritePlane_AlwaysBigTiff_IsReadBack()
    {
        using var reader = Stacks.Read(Stacks.Write(Hyperstack, PixelType.UInt16, null, new TiffWriterOptions { AlwaysBigTiff = true }));
        Stacks.AssertHoldsPattern(reader, PixelType.UInt16, Hyperstack);
    }

    [TestMethod]
    public void TotalBytes_Uncompressed_IsTheLengthOfTheFile()
    {
        using var stream = new MemoryStream();
        using var writer = TiffPlaneWriter.Create(stream, new StackShape(3, 5, 2), PixelType.Int8, StackMetadata.Empty);
        var promised = writer.TotalBytes;
        writer.WritePlane(new Plane(PixelType.Int8, 3, 5));
        writer.WritePlane(new Plane(PixelType.Int8, 3, 5));
        writer.Complete();
        Assert.AreEqual(stream.Length, promised);
    }
}
