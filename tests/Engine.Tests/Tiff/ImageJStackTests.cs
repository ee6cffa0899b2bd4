using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Tiff;

[TestClass]
public sealed class ImageJStackTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ReadPlane_OneIfdAndContiguousPlanes_AreFound(bool bigEndian)
    {
        var b = new TiffBuilder(bigEndian);
        using var reader = Stacks.Read(new TiffBuilder(bigEndian).AddPage(2, 1, 16, [b.Samples(2, 1, 2, 3, 4, 5, 6, 7, 8)],
            (270, 2, "ImageJ=1.53t\nimages=4\nchannels=2\nframes=2\nhyperstack=true\n"), (279, 4, 4)).Build());
        Assert.AreEqual(new StackShape(2, 1, channels: 2, frames: 2), reader.Shape);
        CollectionAssert.AreEqual(new ushort[] { 7, 8 }, reader.ReadPlane(new PlaneIndex(1, 0, 1)).Samples<ushort>().ToArray());
    }

    [TestMethod]
    public void Open_ContiguousStackTruncated_IsRefused()
    {
        var file = new TiffBuilder().AddPage(2, 1, 8, [[1, 2, 3, 4]], (270, 2, "ImageJ=1.53t\nimages=400\nslices=400\n")).Build();
        StringAssert.Contains(Assert.ThrowsExactly<TiffFormatException>(() => Stacks.Read(file)).Message, "400 images");
    }

    [TestMethod]
    public void Open_MoreImagesThanTheLimit_IsRefused()
    {
        var file = new TiffBuilder().AddPage(2, 1, 8, [[1, 2]], (270, 2, "ImageJ=1.53t\nimages=2000000000\n")).Build();
        Assert.ThrowsExactly<TiffFormatException>(() => Stacks.Read(file));
    }

    [TestMethod]
    public void Open_SizesThatDoNotMatchThePages_AreSlicesWithANotice()
    {
        using var reader = Stacks.Read(new TiffBuilder().AddPage(1, 1, 8, [[1]], (270, 2, "ImageJ=1.53t\nimages=3\nchannels=2\n")).AddPage(1, 1, 8, [[2]]).AddPage(1, 1, 8, [[3]]).Build());
        Assert.AreEqual(3, reader.Shape.Slices);
        StringAssert.Contains(reader.Notices.Single(), "slices");
    }

    [TestMethod]
    public void Open_FewerPagesThanClaimed_ReadsThoseThereAre()
    {
        using var reader = Stacks.Read(new TiffBuilder().AddPage(1, 1, 8, [[1]], (270, 2, "ImageJ=1.53t\nimages=3\nframes=3\n")).AddPage(1, 1, 8, [[2]]).Build());
        Assert.AreEqual(2, reader.Shape.PlaneCount);
        StringAssert.Contains(string.Join('\n', reader.Notices), "images=3");
    }

    [TestMethod]
    public void Open_CompositeOfThreeSamples_TakesSamplesAsItsChannels()
    {
        using var reader = Stacks.Read(new TiffBuilder().AddPage(1, 1, 8, [[1, 2, 3]], (277, 3, 3), (258, 3, new[] { 8, 8, 8 }), (262, 3, 2), (270, 2, "ImageJ=1.53c\nchannels=3\nmode=composite\n")).Build());
        Assert.AreEqual(new StackShape(1, 1, channels: 3), reader.Shape);
    }

    [TestMethod]
    public void Create_ImageJStackBeyondFourGigabytes_HasOneIfdAndContiguousPlanes()
    {
        // 5,000 planes of 1 MB: only the header is made.
        using var head = new MemoryStream();
        using var writer = TiffPlaneWriter.Create(head, new StackShape(1000, 1000, frames: 5000), PixelType.UInt8, StackMetadata.Empty, new TiffWriterOptions { Format = TiffFormat.ImageJ, Compression = TiffCompression.Deflate });
        Assert.IsLessThan(2000, head.Length, "one IFD only");
        Assert.AreEqual(head.Length + 5_000_000_000, writer.TotalBytes);
        Assert.AreEqual(42, head.ToArray()[2], "classic TIFF, which ImageJ reads");
        using var sparse = new SparseFile(head.ToArray(), writer.TotalBytes!.Value);
        using var reader = TiffPlaneReader.Open(sparse);
        Assert.AreEqual(5000, reader.Shape.Frames);
        Assert.AreEqual(0, reader.ReadPlane(new PlaneIndex(0, 0, 4999)).Pixels[^1]);
        Assert.AreEqual(writer.TotalBytes.Value, sparse.Position, "the last plane ends with the file");
    }

    [TestMethod]
    public void Create_OmeStackBeyondFourGigabytes_IsBigTiff()
    {
        using var head = new MemoryStream();
        using var writer = TiffPlaneWriter.Create(head, new StackShape(1000, 1000, frames: 5000), PixelType.UInt8, StackMetadata.Empty);
        Assert.AreEqual(43, head.ToArray()[2]);
        using var reader = TiffPlaneReader.Open(new SparseFile(head.ToArray(), writer.TotalBytes!.Value));
        Assert.AreEqual(0, reader.ReadPlane(new PlaneIndex(0, 0, 4999)).Pixels[^1]);
    }

    /// <summary>A file of zeros behind a head.</summary>
    private sealed class SparseFile(byte[] head, long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, Length - Position);
            buffer[..count].Clear();
            if (Position < head.Length) head.AsSpan((int)Position, (int)Math.Min(count, head.Length - Position)).CopyTo(buffer);
            Position += count;
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
