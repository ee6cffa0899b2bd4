using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Tiff;

/// <summary>OME-XML over hand-made pages: page n holds the one pixel n.</summary>
[TestClass]
public sealed class OmeStackTests
{
    [TestMethod]
    [DataRow("XYCZT", 1, 2, 6)]
    [DataRow("XYCTZ", 1, 8, 2)]
    [DataRow("XYZCT", 3, 1, 6)]
    [DataRow("XYZTC", 12, 1, 3)]
    [DataRow("XYTCZ", 4, 8, 1)]
    [DataRow("XYTZC", 12, 4, 1)]
    public void ReadPlane_EveryDimensionOrder_FindsItsPage(string order, int channelStep, int sliceStep, int frameStep)
    {
        using var reader = Stacks.Read(Ome(24, $"DimensionOrder='{order}' SizeC='2' SizeZ='3' SizeT='4'", "<TiffData/>"));
        foreach (var index in reader.Shape.Planes())
            Assert.AreEqual(index.Channel * channelStep + index.Slice * sliceStep + index.Frame * frameStep, reader.ReadPlane(index).Pixels[0], $"{index}");
    }

    [TestMethod]
    public void ReadPlane_MapOfIfds_IsFollowed()
    {
        using var reader = Stacks.Read(Ome(3, "DimensionOrder='XYCZT' SizeC='1' SizeZ='1' SizeT='3'",
            "<TiffData IFD='2' FirstT='0'/><TiffData IFD='0' FirstT='1' PlaneCount='2'/>"));
        CollectionAssert.AreEqual(new byte[] { 2, 0, 1 }, reader.Shape.Planes().Select(index => reader.ReadPlane(index).Pixels[0]).ToArray());
    }

    [TestMethod]
    public void ReadPlane_NoTiffData_TakesPagesInOrder()
    {
        using var reader = Stacks.Read(Ome(2, "DimensionOrder='XYCZT' SizeC='1' SizeZ='2' SizeT='1'", ""));
        Assert.AreEqual(1, reader.ReadPlane(new PlaneIndex(0, 1, 0)).Pixels[0]);
    }

    [TestMethod]
    public void ReadPlane_FewMissingPlanes_AreZeroWithANotice()
    {
        using var reader = Stacks.Read(Ome(3, "DimensionOrder='XYCZT' SizeC='1' SizeZ='1' SizeT='4'", "<TiffData/>"));
        Assert.AreEqual(0, reader.ReadPlane(new PlaneIndex(0, 0, 3)).Pixels[0]);
        StringAssert.Contains(reader.Notices.Single(), "1 of the 4 planes");
    }

    [TestMethod]
    public void Open_SeveralImages_ReadsTheFirstWithANotice()
    {
        using var reader = Stacks.Read(Ome(1, "DimensionOrder='XYCZT' SizeC='1' SizeZ='1' SizeT='1'", "<TiffData/>", "<Image ID='Image:1'/>"));
        StringAssert.Contains(reader.Notices.Single(), "2 images");
    }

    [TestMethod]
    public void Open_PlanesInOtherFiles_NamesTheFirst() => AssertRefused(Ome(1, "DimensionOrder='XYCZT' SizeC='1' SizeZ='1' SizeT='2'",
        "<TiffData IFD='0'><UUID FileName='a.ome.tif'>urn:uuid:own</UUID></TiffData><TiffData IFD='0' FirstT='1'><UUID FileName='b.ome.tif'>urn:uuid:other</UUID></TiffData>"), "b.ome.tif");

    [TestMethod]
    public void Open_OwnUuid_IsThisFileWhateverItsName()
    {
        using var reader = Stacks.Read(Ome(1, "DimensionOrder='XYCZT' SizeC='1' SizeZ='1' SizeT='1'", "<TiffData IFD='0'><UUID FileName='renamed.ome.tif'>urn:uuid:own</UUID></TiffData>"));
        Assert.AreEqual(1, reader.Shape.PlaneCount);
    }

    [TestMethod]
    public void Open_CompanionFile_IsNamed() => AssertRefused(
        Page("<OME xmlns='http://www.openmicroscopy.org/Schemas/OME/2016-06'><BinaryOnly MetadataFile='set.companion.ome' UUID='urn:uuid:x'/></OME>"), "set.companion.ome");

    [TestMethod]
    [DataRow("<!DOCTYPE a [<!ENTITY b 'c'>]><OME>&b;</OME>", "cannot be read")]
    [DataRow("<OME", "cannot be read")]
    [DataRow("<OME><Image/></OME>", "no Image with Pixels")]
    public void Open_BadXml_IsRefused(string xml, string named) => AssertRefused(Page(xml), named);

    [TestMethod]
    public void Open_DeeplyNestedXml_IsRefused() =>
        AssertRefused(Page("<OME>" + string.Concat(Enumerable.Repeat("<a>", 100_000)) + "</OME>"), "256 levels");

    [TestMethod]
    public void Open_LongXml_IsRefused()
    {
        var file = Page("<OME>" + new string(' ', 2000) + "</OME>");
        StringAssert.Contains(Assert.ThrowsExactly<TiffFormatException>(() => Stacks.Read(file, new TiffReaderOptions { MaxDescriptionBytes = 1000 })).Message, "the limit is 1000");
    }

    [TestMethod]
    [DataRow("DimensionOrder='XYCZT' SizeC='1' SizeZ='1' SizeT='9'", "of which the file holds 1")]
    [DataRow("DimensionOrder='XYCZT' SizeC='-1' SizeZ='1' SizeT='1'", "SizeC=\"-1\"")]
    [DataRow("DimensionOrder='XYCZT' SizeC='2000000000' SizeZ='2000000000' SizeT='1'", "the limit is 10000000;")]
    [DataRow("DimensionOrder='CZTXY' SizeC='1' SizeZ='1' SizeT='1'", "CZTXY")]
    public void Open_SizesThatCannotBe_AreNamed(string sizes, string named) => AssertRefused(Ome(1, sizes, "<TiffData/>"), named);

    [TestMethod]
    public void Open_OtherWidthThanThePages_IsRefused() =>
        AssertRefused(Page("<OME><Image><Pixels SizeX='5' SizeY='1'/></Image></OME>"), "SizeX x SizeY = 5 x 1");

    [TestMethod]
    public void Open_FirstFrameOutsideTheStack_IsRefused() =>
        AssertRefused(Ome(1, "DimensionOrder='XYCZT' SizeC='1' SizeZ='1' SizeT='1'", "<TiffData FirstT='7' IFD='0'/>"), "FirstT");

    [TestMethod]
    public void ReadPlane_RgbPages_AreChannelsOfOnePage()
    {
        var xml = "<OME><Image><Pixels DimensionOrder='XYCZT' SizeX='1' SizeY='1' SizeC='3' SizeZ='2' SizeT='1'><Channel SamplesPerPixel='3'/><TiffData/></Pixels></Image></OME>";
        using var reader = Stacks.Read(new TiffBuilder().AddPage(1, 1, 8, [[1, 2, 3]], (277, 3, 3), (258, 3, new[] { 8, 8, 8 }), (270, 2, xml))
            .AddPage(1, 1, 8, [[4, 5, 6]], (277, 3, 3), (258, 3, new[] { 8, 8, 8 })).Build());
        Assert.AreEqual(new StackShape(1, 1, 3, 2, 1), reader.Shape);
        Assert.AreEqual(5, reader.ReadPlane(new PlaneIndex(1, 1, 0)).Pixels[0]);
    }

    private static byte[] Page(string xml) => new TiffBuilder().AddPage(1, 1, 8, [[0]], (270, 2, xml)).Build();

    private static byte[] Ome(int pages, string sizes, string blocks, string more = "")
    {
        var xml = $"<?xml version='1.0'?><OME xmlns='http://www.openmicroscopy.org/Schemas/OME/2016-06' UUID='urn:uuid:own'><Image ID='Image:0'><Pixels ID='Pixels:0' Type='uint8' SizeX='1' SizeY='1' {sizes}>{blocks}</Pixels></Image>{more}</OME>";
        var builder = new TiffBuilder().AddPage(1, 1, 8, [[0]], (270, 2, xml));
        for (var page = 1; page < pages; page++) builder.AddPage(1, 1, 8, [[(byte)page]]);
        return builder.Build();
    }

    private static void AssertRefused(byte[] file, string named) =>
        StringAssert.Contains(Assert.ThrowsExactly<TiffFormatException>(() => Stacks.Read(file)).Message, named);
}
