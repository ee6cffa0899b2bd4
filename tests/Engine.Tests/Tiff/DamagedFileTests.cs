using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Tiff;

/// <summary>Each kind of damage gets its own sentence, before memory is taken.</summary>
[TestClass]
public sealed class DamagedFileTests
{
    [TestMethod]
    [DataRow(new byte[0], "empty")]
    [DataRow(new byte[] { 0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0 }, "PNG")]
    [DataRow(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0, 0 }, "JPEG")]
    [DataRow(new byte[] { 0x50, 0x4B, 3, 4, 0, 0, 0, 0 }, "ZIP")]
    [DataRow(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }, "01020304")]
    [DataRow(new byte[] { 0x49, 0x49 }, "not a TIFF")]
    [DataRow(new byte[] { 0x49, 0x49, 41, 0, 8, 0, 0, 0 }, "version 41")]
    [DataRow(new byte[] { 0x49, 0x49, 42, 0, 0, 0, 0, 0 }, "no image")]
    [DataRow(new byte[] { 0x49, 0x49, 43, 0, 4, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0 }, "BigTIFF header")]
    [DataRow(new byte[] { 0x49, 0x49, 42, 0, 100, 0, 0, 0 }, "offset 100")]
    public void Open_NotATiff_SaysWhatItIs(byte[] file, string named) => AssertRefused(file, named);

    [TestMethod]
    public void Open_ChainInACircle_IsRefused()
    {
        var builder = new TiffBuilder().AddPage(1, 1, 8, [[1]]).AddPage(1, 1, 8, [[2]]).AddPage(1, 1, 8, [[3]]);
        var file = builder.Build();
        // The link of the last IFD, behind its 6 entries, goes back to the second.
        BitConverter.GetBytes((uint)builder.DirectoryOffsets[1]).CopyTo(file, builder.DirectoryOffsets[2] + 2 + 6 * 12);
        AssertRefused(file, "circle");
    }

    [TestMethod]
    public void Open_OverlappingDirectories_AreRefused()
    {
        // At each even offset a directory of 0 entries whose link is the next even offset: 2 + 4 bytes each, in steps of 2.
        var file = new byte[4000];
        "II"u8.CopyTo(file);
        (file[2], file[4]) = (42, 8);
        for (var at = 8; at + 12 <= file.Length; at += 4) BitConverter.GetBytes((ushort)0).CopyTo(file, at);
        for (var at = 8; at + 12 <= file.Length; at += 6) BitConverter.GetBytes((uint)(at + 6)).CopyTo(file, at + 2);
        Assert.ThrowsExactly<TiffFormatException>(() => Stacks.Read(file));
    }

    [TestMethod]
    public void Open_HugeImage_IsRefusedWithItsSize() =>
        AssertRefused(new TiffBuilder().AddPage(1_000_000, 1_000_000, 8, [[1]]).Build(), "1000000 x 1000000");

    [TestMethod]
    public void Open_ZeroWidth_IsRefused() => AssertRefused(new TiffBuilder().AddPage(0, 1, 8, [[1]]).Build(), "ImageWidth (256)");

    [TestMethod]
    public void Open_NoWidth_IsRefused() => AssertRefused(new TiffBuilder().AddPage(1, 1, 8, [[1]], (256, 4, new Absent())).Build(), "lacks tag ImageWidth (256)");

    [TestMethod]
    public void Open_WidthAsText_IsRefused() => AssertRefused(new TiffBuilder().AddPage(1, 1, 8, [[1]], (256, 2, "x")).Build(), "field type 2");

    [TestMethod]
    public void Open_NoStripOffsets_IsRefused() => AssertPlaneRefused(new TiffBuilder().AddPage(1, 1, 8, [[1]], (273, 4, new Absent())).Build(), "StripOffsets (273)");

    [TestMethod]
    public void ReadPlane_StripBeyondTheFile_IsRefused() => AssertPlaneRefused(new TiffBuilder().AddPage(1, 1, 8, [[1]], (273, 4, 5000)).Build(), "offset 5000");

    [TestMethod]
    public void ReadPlane_ByteCountBeyondTheFile_IsRefused() => AssertPlaneRefused(new TiffBuilder().AddPage(1, 1, 8, [[1]], (259, 3, 8), (279, 4, 99999)).Build(), "99999");

    [TestMethod]
    public void ReadPlane_Truncated_IsRefused() => AssertPlaneRefused(new TiffBuilder().AddPage(20, 20, 8, [new byte[10]]).Build(), "truncated");

    [TestMethod]
    public void ReadPlane_ClaimsToExpandBeyondTheLimit_IsRefusedBeforeMemoryIsTaken()
    {
        var file = new TiffBuilder().AddPage(16000, 16000, 8, [[1, 2, 3]], (259, 3, 8)).Build();
        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertPlaneRefused(file, "4096 to 1");
        Assert.IsLessThan(1_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    [DataRow(258, 3, 0, "BitsPerSample (258) is 0")]
    [DataRow(258, 3, 65, "BitsPerSample (258) is 65")]
    [DataRow(262, 3, 6, "YCbCr")]
    [DataRow(277, 3, 0, "SamplesPerPixel (277)")]
    [DataRow(339, 3, 9, "SampleFormat (339) is 9")]
    [DataRow(266, 3, 7, "FillOrder (266)")]
    public void Open_TagOutOfRange_IsNamed(int tag, int type, int value, string named) =>
        AssertRefused(new TiffBuilder().AddPage(1, 1, 8, [[1]], (tag, type, value)).Build(), named);

    [TestMethod]
    public void Open_SamplesOfDifferentSizes_AreRefused() =>
        AssertRefused(new TiffBuilder().AddPage(1, 1, 8, [new byte[8]], (277, 3, 2), (258, 3, new[] { 8, 16 })).Build(), "differs");

    [TestMethod]
    public void Open_TileOfGigabytes_IsRefused() =>
        AssertRefused(new TiffBuilder().AddPage(1, 1, 8, [[1]], (322, 4, 65536), (323, 4, 65536)).Build(), "TileWidth (322)");

    [TestMethod]
    public void Open_TooManyEntries_AreRefused() =>
        AssertRefused([(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 0xFF, 0xFF], "65535 entries");

    [TestMethod]
    public void Open_MorePagesThanTheLimit_AreRefused()
    {
        var file = Stacks.Write(new StackShape(1, 1, frames: 5), PixelType.UInt8);
        Assert.ThrowsExactly<TiffFormatException>(() => Stacks.Read(file, new TiffReaderOptions { MaxDirectories = 4 }));
        Assert.ThrowsExactly<TiffFormatException>(() => Stacks.Read(file, new TiffReaderOptions { MaxPlanes = 4 }));
    }

    [TestMethod]
    public void ReadPlane_OutsideTheStack_IsTheCallersMistake()
    {
        using var reader = Stacks.Read(Stacks.Write(new StackShape(1, 1), PixelType.UInt8));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => reader.ReadPlane(new PlaneIndex(0, 1, 0)));
    }

    [TestMethod]
    public void Open_FileThatIsLocked_IsReleasedAfterAnError()
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, [1, 2, 3]);
        Assert.ThrowsExactly<TiffFormatException>(() => TiffPlaneReader.Open(path));
        using (File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) { }
        File.Delete(path);
    }

    private static void AssertRefused(byte[] file, string named) =>
        StringAssert.Contains(Assert.ThrowsExactly<TiffFormatException>(() => Stacks.Read(file)).Message, named);

    private static void AssertPlaneRefused(byte[] file, string named) => StringAssert.Contains(
        Assert.ThrowsExactly<TiffFormatException>(() =>
        {
            using var reader = Stacks.Read(file);
            reader.ReadPlane(default);
        }).Message, named);
}
