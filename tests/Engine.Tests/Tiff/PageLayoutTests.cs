using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Tiff;

/// <summary>Strips, tiles and pages, right ones.</summary>
[TestClass]
public sealed class PageLayoutTests
{
    [TestMethod]
    public void ReadPlane_LastStripShorter_IsRead() =>
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3, 4, 5, 6 }, First(new TiffBuilder().AddPage(2, 3, 8, [[1, 2, 3, 4], [5, 6]], (278, 4, 2))));

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    [DataRow(true, true)]
    public void ReadPlane_Tiles_AreCutAtTheEdges(bool bigEndian, bool bigTiff)
    {
        // 3 x 3 pixels in four tiles of 2 x 2; 99 is padding.
        var builder = new TiffBuilder(bigEndian, bigTiff).AddPage(3, 3, 8, [[1, 2, 4, 5], [3, 99, 6, 99], [7, 8, 99, 99], [9, 99, 99, 99]], (322, 3, 2), (323, 3, 2));
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, First(builder));
    }

    [TestMethod]
    public void ReadPlane_NoRowsPerStripAndNoByteCounts_IsOneStrip() =>
        CollectionAssert.AreEqual(new byte[] { 1, 2 }, First(new TiffBuilder().AddPage(1, 2, 8, [[1, 2]], (279, 4, new Absent()))));

    [TestMethod]
    public void ReadPlane_RowsPerStripBeyondTheImage_IsOneStrip() =>
        CollectionAssert.AreEqual(new byte[] { 1, 2 }, First(new TiffBuilder().AddPage(1, 2, 8, [[1, 2]], (278, 4, uint.MaxValue))));

    [TestMethod]
    public void Open_PlainPages_AreSlicesWithANotice()
    {
        using var reader = Stacks.Read(new TiffBuilder().AddPage(1, 1, 8, [[1]]).AddPage(1, 1, 8, [[2]]).AddPage(1, 1, 8, [[3]]).Build());
        Assert.AreEqual(new StackShape(1, 1, slices: 3), reader.Shape);
        Assert.AreEqual(3, reader.ReadPlane(new PlaneIndex(0, 2, 0)).Pixels[0]);
        StringAssert.Contains(reader.Notices.Single(), "slices");
    }

    [TestMethod]
    public void Open_ThumbnailsAndOtherSizes_AreLeftOutWithANotice()
    {
        var builder = new TiffBuilder().AddPage(1, 1, 8, [[9]], (254, 4, 1)).AddPage(2, 1, 8, [[1, 2]]).AddPage(4, 4, 8, [new byte[16]]).AddPage(2, 1, 8, [[3, 4]])
            .AddPage(2, 1, 1, [[0]], (254, 4, 4));
        using var reader = Stacks.Read(builder.Build());
        Assert.AreEqual(new StackShape(2, 1, slices: 2), reader.Shape);
        CollectionAssert.AreEqual(new byte[] { 3, 4 }, reader.ReadPlane(new PlaneIndex(0, 1, 0)).Pixels);
        StringAssert.Contains(string.Join('\n', reader.Notices), "pages are left out");
    }

    [TestMethod]
    public void Open_OnlyAReducedImage_IsReadAllTheSame() =>
        CollectionAssert.AreEqual(new byte[] { 9 }, First(new TiffBuilder().AddPage(1, 1, 8, [[9]], (254, 4, 1))));

    [TestMethod]
    public void Open_PyramidInSubIfds_IsReadAtFullSizeWithANotice()
    {
        using var reader = Stacks.Read(new TiffBuilder().AddPage(2, 1, 8, [[1, 2]], (330, 4, new[] { 8, 8 })).Build());
        StringAssert.Contains(reader.Notices.Single(), "pyramid");
    }

    [TestMethod]
    public void Open_ThumbnailOfAKindThatIsNotRead_DoesNotMatter() =>
        CollectionAssert.AreEqual(new byte[] { 1, 2 }, First(new TiffBuilder().AddPage(2, 1, 8, [[1, 2]]).AddPage(9, 9, 8, [[0]], (259, 3, 7))));

    [TestMethod]
    public void ReadPlane_LastOfMany_ReadsOnlyItsOwnBytes()
    {
        var file = Stacks.Write(new StackShape(100, 100, frames: 50), PixelType.UInt8);
        using var counting = new CountingStream(file);
        using var reader = TiffPlaneReader.Open(counting);
        counting.BytesRead = 0;
        reader.ReadPlane(new PlaneIndex(0, 0, 49));
        Assert.IsLessThan(15_000, counting.BytesRead, "10,000 of pixels and 4 KB around an IFD");
    }

    [TestMethod]
    public void Open_HundredThousandPages_NeedsLittleMemory()
    {
        var file = Stacks.Write(new StackShape(1, 1, frames: 100_000), PixelType.UInt8);
        GC.Collect();
        var before = GC.GetTotalMemory(true);
        using var reader = Stacks.Read(file);
        Assert.IsLessThan(8_000_000, GC.GetTotalMemory(true) - before);
        Assert.AreEqual(100_000, reader.Shape.Frames);
        Assert.AreEqual(1, reader.ReadPlane(new PlaneIndex(0, 0, 99_999)).Width);
    }

    private static byte[] First(TiffBuilder builder)
    {
        using var reader = Stacks.Read(builder.Build());
        return reader.ReadPlane(default).Pixels;
    }

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public long BytesRead { get; set; }

        public override int Read(Span<byte> buffer)
        {
            var count = base.Read(buffer);
            BytesRead += count;
            return count;
        }
    }
}
