using System.IO.Pipelines;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Tiff;

[TestClass]
public sealed class TiffPlaneWriterTests
{
    private static readonly StackShape Two = new(3, 2, frames: 2);

    [TestMethod]
    public void WritePlane_ToAPipe_IsTheFileAsItGrows()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        using var output = pipe.Writer.AsStream();
        Assert.IsFalse(output.CanSeek);
        Stacks.WriteTo(output, Two, PixelType.UInt16);
        pipe.Writer.Complete();
        using var copy = new MemoryStream();
        pipe.Reader.AsStream().CopyTo(copy);
        using var reader = Stacks.Read(copy.ToArray());
        Stacks.AssertHoldsPattern(reader, PixelType.UInt16, Two);
    }

    [TestMethod]
    public void WritePlane_Uncompressed_PutsPlanesBehindEachOtherAtTheEnd()
    {
        var file = Stacks.Write(Two, PixelType.UInt8);
        byte[] planes = [.. Stacks.Pattern(PixelType.UInt8, Two, 0).Pixels, .. Stacks.Pattern(PixelType.UInt8, Two, 1).Pixels];
        CollectionAssert.AreEqual(planes, file[^planes.Length..]);
    }

    [TestMethod]
    public void Create_CompressedToAPipe_IsRefusedAtOnce() => Assert.ThrowsExactly<ArgumentException>(() =>
        TiffPlaneWriter.Create(new Pipe().Writer.AsStream(), Two, PixelType.UInt8, StackMetadata.Empty, new TiffWriterOptions { Compression = TiffCompression.Deflate }));

    [TestMethod]
    public void Create_CompressedBehindOtherBytes_CountsOffsetsFromItsStart()
    {
        using var stream = new MemoryStream();
        stream.Write(new byte[100]);
        Stacks.WriteTo(stream, Two, PixelType.UInt8, null, new TiffWriterOptions { Compression = TiffCompression.Deflate });
        using var reader = Stacks.Read(stream.ToArray()[100..]);
        Stacks.AssertHoldsPattern(reader, PixelType.UInt8, Two);
    }

    [TestMethod]
    public void TotalBytes_Compressed_IsUnknown()
    {
        using var writer = TiffPlaneWriter.Create(new MemoryStream(), Two, PixelType.UInt8, StackMetadata.Empty, new TiffWriterOptions { Compression = TiffCompression.Deflate });
        Assert.IsNull(writer.TotalBytes);
    }

    [TestMethod]
    public void WritePlane_WrongTypeOrTooMany_IsRefused()
    {
        using var writer = TiffPlaneWriter.Create(new MemoryStream(), new StackShape(1, 1), PixelType.UInt8, StackMetadata.Empty);
        Assert.ThrowsExactly<ArgumentException>(() => writer.WritePlane(new Plane(PixelType.UInt16, 1, 1)));
        writer.WritePlane(new Plane(PixelType.UInt8, 1, 1));
        Assert.ThrowsExactly<InvalidOperationException>(() => writer.WritePlane(new Plane(PixelType.UInt8, 1, 1)));
    }

    [TestMethod]
    public void Complete_PlanesMissing_IsRefused()
    {
        using var writer = TiffPlaneWriter.Create(new MemoryStream(), Two, PixelType.UInt8, StackMetadata.Empty);
        Assert.ThrowsExactly<InvalidOperationException>(writer.Complete);
    }

    [TestMethod]
    public void Create_DocumentOfAHundredThousandPlanes_TakesTimeInProportion()
    {
        var blocks = string.Concat(Enumerable.Range(0, 100_000).Select(t => $"<TiffData FirstT='{t}' IFD='0'/>\n"));
        var planes = string.Concat(Enumerable.Range(0, 100_000).Select(t => $"<Plane TheC='0' TheZ='0' TheT='{t}'/>\n"));
        var xml = $"<OME><Image><Pixels DimensionOrder='XYCZT' SizeX='1' SizeY='1' SizeC='1' SizeZ='1' SizeT='100000'>{blocks}{planes}</Pixels></Image></OME>";
        using var reader = Stacks.Read(new TiffBuilder().AddPage(1, 1, 8, [[7]], (270, 2, xml)).Build());
        using var head = new MemoryStream();
        using var writer = TiffPlaneWriter.Create(head, new StackShape(1, 1), PixelType.UInt8, reader.Metadata);
        Assert.IsLessThan(5000, head.Length, "one TiffData and one Plane are left");
    }
}
