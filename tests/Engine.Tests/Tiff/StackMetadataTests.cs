using System.Xml.Linq;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Tiff;

/// <summary>What is not pixels goes through the reader and the writer, and only what changed is changed.</summary>
[TestClass]
public sealed class StackMetadataTests
{
    private static readonly XNamespace Ome = "http://www.openmicroscopy.org/Schemas/OME/2016-06";

    private const string Document =
        """
        <?xml version="1.0" encoding="UTF-8"?><!-- kept -->
        <OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" UUID="urn:uuid:old" Creator="a microscope">
          <Instrument ID="Instrument:0"><Objective ID="Objective:0" LensNA="1.4"/></Instrument>
          <Image ID="Image:0" Name="cells"><AcquisitionDate>2019-03-15T10:00:00</AcquisitionDate><InstrumentRef ID="Instrument:0"/>
            <Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint16" SignificantBits="12" SizeX="2" SizeY="1" SizeC="2" SizeZ="1" SizeT="1" PhysicalSizeX="0.2" PhysicalSizeY="200" PhysicalSizeYUnit="nm" PhysicalSizeZ="1" TimeIncrement="500" TimeIncrementUnit="ms">
              <Channel ID="Channel:0:0" Name="DAPI" Color="65535" ExcitationWavelength="405"/><Channel ID="Channel:0:1" Name="GFP" Color="16711935"/>
              <TiffData IFD="0"/>
              <TiffData IFD="1" FirstC="1"/>
              <Plane TheC="0" TheZ="0" TheT="0" DeltaT="0.25"/><Plane TheC="1" TheZ="0" TheT="0" DeltaT="0.5"/>
            </Pixels>
            <AnnotationRef ID="Annotation:0"/>
          </Image>
          <Image ID="Image:1"><Pixels ID="Pixels:1" SizeX="1" SizeY="1"/></Image>
          <StructuredAnnotations><CommentAnnotation ID="Annotation:0"><Value>a note</Value></CommentAnnotation></StructuredAnnotations>
        </OME>
        """;

    [TestMethod]
    public void Metadata_OfOmeXml_IsUnderstood()
    {
        var metadata = OmeMetadata();
        Assert.AreEqual(0.2, metadata.PixelSizeX);
        Assert.AreEqual(0.2, metadata.PixelSizeY!.Value, 1e-12, "200 nm in the unit of X");
        Assert.AreEqual("µm", metadata.Unit);
        Assert.AreEqual(0.5, metadata.FrameInterval);
        CollectionAssert.AreEqual(new[] { "DAPI", "GFP" }, metadata.ChannelNames.ToArray());
    }

    [TestMethod]
    public void WrittenOme_SameStack_KeepsEverythingElse()
    {
        var root = Written(new StackShape(2, 1, 2), PixelType.UInt16, OmeMetadata());
        var pixels = Pixels(root);
        Assert.AreEqual("12", pixels.Attribute("SignificantBits")!.Value);
        Assert.AreEqual("XYCZT", pixels.Attribute("DimensionOrder")!.Value);
        Assert.AreEqual("a microscope", root.Attribute("Creator")!.Value);
        Assert.AreEqual("1.4", root.Descendants(Ome + "Objective").Single().Attribute("LensNA")!.Value);
        Assert.AreEqual("2019-03-15T10:00:00", root.Descendants(Ome + "AcquisitionDate").Single().Value);
        CollectionAssert.AreEqual(new[] { "0.25", "0.5" }, pixels.Elements(Ome + "Plane").Select(p => p.Attribute("DeltaT")!.Value).ToArray());
        Assert.AreEqual("405", pixels.Elements(Ome + "Channel").First().Attribute("ExcitationWavelength")!.Value);
        Assert.AreEqual("a note", root.Descendants(Ome + "CommentAnnotation").Single().Value);
        Assert.IsTrue(root.Document!.Nodes().OfType<XComment>().Any(), "the comment before the root");
        Assert.AreNotEqual("urn:uuid:old", root.Attribute("UUID")!.Value);
        Assert.AreEqual("2", pixels.Elements(Ome + "TiffData").Single().Attribute("PlaneCount")!.Value);
        Assert.HasCount(1, root.Elements(Ome + "Image").ToList(), "the second image is not in the file");
    }

    [TestMethod]
    public void WrittenOme_OtherTypeAndScale_SaysSo()
    {
        var pixels = Pixels(Written(new StackShape(4, 2, 2), PixelType.Float32, OmeMetadata().WithScale(2)));
        Assert.AreEqual("float", pixels.Attribute("Type")!.Value);
        Assert.AreEqual("32", pixels.Attribute("SignificantBits")!.Value);
        Assert.AreEqual("4", pixels.Attribute("SizeX")!.Value);
        Assert.AreEqual("0.1", pixels.Attribute("PhysicalSizeX")!.Value);
        Assert.AreEqual("100", pixels.Attribute("PhysicalSizeY")!.Value);
        Assert.AreEqual("1", pixels.Attribute("PhysicalSizeZ")!.Value);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void WrittenOme_OtherNumberOfChannels_HasOneChannelEach(int channels)
    {
        var pixels = Pixels(Written(new StackShape(2, 1, channels), PixelType.UInt16, OmeMetadata()));
        Assert.HasCount(channels, pixels.Elements(Ome + "Channel").ToList());
        Assert.AreEqual("DAPI", pixels.Elements(Ome + "Channel").First().Attribute("Name")!.Value);
        Assert.IsTrue(pixels.Elements().TakeWhile(e => e.Name == Ome + "Channel").Count() == channels, "channels come before TiffData");
    }

    [TestMethod]
    public void WrittenOme_Provenance_IsAnAnnotationOfTheImage()
    {
        var options = new TiffWriterOptions { Provenance = new Dictionary<string, string> { ["model"] = "smooth", ["device"] = "CPU \u0001" } };
        var root = Written(new StackShape(2, 1, 2), PixelType.UInt16, OmeMetadata(), options);
        var map = root.Descendants(Ome + "MapAnnotation").Single();
        CollectionAssert.AreEqual(new[] { "smooth", "CPU " }, map.Descendants(Ome + "M").Select(m => m.Value).ToArray());
        CollectionAssert.Contains(root.Descendants(Ome + "AnnotationRef").Select(r => r.Attribute("ID")!.Value).ToArray(), map.Attribute("ID")!.Value);
        Assert.AreEqual(map.Parent, root.Element(Ome + "StructuredAnnotations"));
    }

    [TestMethod]
    public void WrittenOme_OfImageJ_TranslatesCalibrationNamesAndColours()
    {
        var root = Written(new StackShape(2, 1, 2), PixelType.UInt8, ImageJMetadata());
        var pixels = Pixels(root);
        Assert.AreEqual("0.1", pixels.Attribute("PhysicalSizeX")!.Value);
        Assert.AreEqual("µm", pixels.Attribute("PhysicalSizeXUnit")!.Value);
        Assert.AreEqual("0.5", pixels.Attribute("PhysicalSizeZ")!.Value);
        Assert.AreEqual("2", pixels.Attribute("TimeIncrement")!.Value);
        CollectionAssert.AreEqual(new[] { "red", "green" }, pixels.Elements(Ome + "Channel").Select(c => c.Attribute("Name")!.Value).ToArray());
        CollectionAssert.AreEqual(new[] { unchecked((int)0xFF0000FF), 0x00FF00FF }, pixels.Elements(Ome + "Channel").Select(c => (int)c.Attribute("Color")!).ToArray());
        StringAssert.Contains(root.ToString(), "cf");
    }

    [TestMethod]
    [DataRow(TiffFormat.ImageJ)]
    [DataRow(TiffFormat.Ome)]
    public void WrittenAgain_ImageJsMetadata_IsAllThere(TiffFormat format)
    {
        var shape = new StackShape(2, 1, 2);
        using var first = Stacks.Read(Stacks.Write(shape, PixelType.UInt8, ImageJMetadata(), new TiffWriterOptions { Format = format }));
        using var second = Stacks.Read(Stacks.Write(shape, PixelType.UInt8, first.Metadata, new TiffWriterOptions { Format = TiffFormat.ImageJ, Provenance = new Dictionary<string, string> { ["model"] = "smooth" } }));
        var (tags, description) = (second.Metadata.ImageJTags, second.Metadata.ImageJ!);
        Assert.AreEqual("hello\nmodel: smooth\n", tags.Info);
        CollectionAssert.AreEqual(new[] { "red", "green" }, tags.Labels.ToArray());
        CollectionAssert.AreEqual(new[] { 1.5, 200, 0, 99 }, tags.DisplayRanges.ToArray());
        Assert.HasCount(2, tags.Luts.ToList());
        Assert.AreEqual("Iout", System.Text.Encoding.ASCII.GetString(tags.Roi!, 0, 4));
        Assert.HasCount(1, tags.Overlay.ToList());
        CollectionAssert.AreEqual(new[] { "key", "value" }, tags.Properties.Take(2).ToArray());
        Assert.AreEqual("1", description.Text("cf"));
        Assert.AreEqual("counts", description.Text("vunit"));
        Assert.AreEqual(0.1, second.Metadata.PixelSizeX!.Value, 1e-9);
        Assert.AreEqual(2, second.Metadata.FrameInterval);
    }

    [TestMethod]
    public void WithScale_ImageJsRegions_GrowWithThePixels()
    {
        using var reader = Stacks.Read(Stacks.Write(new StackShape(4, 2, 2), PixelType.UInt8, ImageJMetadata().WithScale(2), new TiffWriterOptions { Format = TiffFormat.ImageJ }));
        var roi = reader.Metadata.ImageJTags.Roi!;
        CollectionAssert.AreEqual(new byte[] { 0, 2, 0, 4, 0, 6, 0, 8 }, roi[8..16], "top, left, bottom, right");
        CollectionAssert.AreEqual(new byte[] { 0, 10 }, roi[64..66], "the point");
        Assert.AreEqual(0.05, reader.Metadata.PixelSizeX!.Value, 1e-9);
    }

    [TestMethod]
    public void WrittenImageJ_OfOme_HasCalibrationLutsLabelsAndTheDocument()
    {
        using var reader = Stacks.Read(Stacks.Write(new StackShape(2, 1, 2), PixelType.UInt16, OmeMetadata(), new TiffWriterOptions { Format = TiffFormat.ImageJ }));
        Assert.AreEqual("micron", reader.Metadata.ImageJ!.Text("unit"));
        Assert.AreEqual(0.2, reader.Metadata.PixelSizeX!.Value, 1e-9);
        Assert.AreEqual(0.5, reader.Metadata.FrameInterval);
        CollectionAssert.AreEqual(new[] { "DAPI", "GFP" }, reader.Metadata.ImageJTags.Labels.ToArray());
        Assert.AreEqual(255, reader.Metadata.ImageJTags.Luts[0][512 + 255], "65535 is 0x0000FFFF: blue");
        StringAssert.Contains(reader.Metadata.ImageJTags.Properties[1], "a microscope");
    }

    [TestMethod]
    public void Open_DamagedImageJMetadata_CostsANotice()
    {
        using var reader = Stacks.Read(new TiffBuilder().AddPage(1, 1, 8, [[1]], (270, 2, "ImageJ=1.53t\n"), (50838, 4, new[] { 12, 99 }), (50839, 1, new byte[20])).Build());
        StringAssert.Contains(reader.Notices.Single(), "damaged");
    }

    [TestMethod]
    public void Open_TwoDescriptions_BothAreRead()
    {
        var xml = "<OME><Image><Pixels SizeX='1' SizeY='1'><TiffData/></Pixels></Image></OME>";
        using var reader = Stacks.Read(new TiffBuilder().AddPage(1, 1, 8, [[1]], (270, 2, xml), (270, 2, "ImageJ=1.53t\ncf=3\n")).Build());
        Assert.AreEqual("3", reader.Metadata.ImageJ!.Text("cf"));
        Assert.IsNotNull(reader.Metadata.OmeXml);
    }

    [TestMethod]
    public void WrittenOme_PlainDescription_IsTheImagesDescription()
    {
        using var reader = Stacks.Read(new TiffBuilder().AddPage(1, 1, 8, [[1]], (270, 2, "cells in a dish"), (282, 5, new[] { 20000, 1 }), (283, 5, new[] { 20000, 1 }), (296, 3, 3)).Build());
        Assert.AreEqual(0.5, reader.Metadata.PixelSizeX!.Value, 1e-12, "20,000 pixels in a centimetre");
        StringAssert.Contains(Written(new StackShape(1, 1), PixelType.UInt8, reader.Metadata).ToString(), "cells in a dish");
    }

    [TestMethod]
    public void WithScale_NotPositive_Throws() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => StackMetadata.Empty.WithScale(double.NaN));

    private static StackMetadata OmeMetadata()
    {
        using var reader = Stacks.Read(new TiffBuilder().AddPage(2, 1, 16, [new byte[4]], (270, 2, Document)).AddPage(2, 1, 16, [new byte[4]]).Build());
        return reader.Metadata;
    }

    private static StackMetadata ImageJMetadata()
    {
        var b = new TiffBuilder(bigEndian: true);
        byte[] roi = [.. "Iout"u8, 0, 227, 0, 0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 1, .. new byte[46], 0, 5, 0, 6];
        byte[] red = [.. Enumerable.Range(0, 256).Select(i => (byte)i), .. new byte[512]], green = [.. new byte[256], .. Enumerable.Range(0, 256).Select(i => (byte)i), .. new byte[256]];
        byte[] ranges = [.. new[] { 1.5, 200, 0, 99 }.SelectMany(v => b.Samples(8, BitConverter.DoubleToUInt64Bits(v)))];
        var blocks = new List<(string Kind, byte[][] Blocks)>
        {
            ("info", [Utf16("hello")]), ("labl", [Utf16("red"), Utf16("green")]), ("rang", [ranges]), ("luts", [red, green]), ("roi ", [roi]), ("over", [roi]),
            ("prop", [Utf16("key"), Utf16("value")]),
        };
        byte[] head = [.. "IJIJ"u8, .. blocks.SelectMany(k => (byte[])[.. System.Text.Encoding.ASCII.GetBytes(k.Kind), .. b.Samples(4, (ulong)k.Blocks.Length)])];
        var sizes = blocks.SelectMany(k => k.Blocks).Select(block => block.Length).Prepend(head.Length).ToArray();
        byte[] all = [.. head, .. blocks.SelectMany(k => k.Blocks).SelectMany(block => block)];
        var description = "ImageJ=1.53t\nimages=2\nchannels=2\nunit=\\u00B5m\nspacing=0.5\nfinterval=2\ncf=1\nc0=0\nc1=2\nvunit=counts\n";
        using var reader = Stacks.Read(new TiffBuilder(bigEndian: true).AddPage(2, 1, 8, [[1, 2]], (270, 2, description), (282, 5, new[] { 10, 1 }), (283, 5, new[] { 10, 1 }), (296, 3, 1),
            (50838, 4, sizes), (50839, 1, all)).AddPage(2, 1, 8, [[3, 4]]).Build());
        return reader.Metadata;
    }

    private static byte[] Utf16(string text) => System.Text.Encoding.BigEndianUnicode.GetBytes(text);

    private static XElement Written(StackShape shape, PixelType type, StackMetadata metadata, TiffWriterOptions? options = null)
    {
        using var reader = Stacks.Read(Stacks.Write(shape, type, metadata, options));
        return XDocument.Parse(reader.Metadata.OmeXml!).Root!;
    }

    private static XElement Pixels(XElement root) => root.Element(Ome + "Image")!.Element(Ome + "Pixels")!;
}
