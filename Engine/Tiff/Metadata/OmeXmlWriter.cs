using System.Globalization;
using System.Xml.Linq;
using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>Writes the OME-XML of a stack: the input's own where it had one, else a new one with what ImageJ or the tags said.</summary>
internal static class OmeXmlWriter
{
    private static readonly XNamespace Ome = "http://www.openmicroscopy.org/Schemas/OME/2016-06";
    private static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    public static string Write(StackShape shape, PixelType type, StackMetadata metadata, IReadOnlyDictionary<string, string>? provenance)
    {
        var ome = metadata.OmeXml is { } text ? OmeXml.Parse(text, Unlimited) : OmeXml.Of(Document(shape, type, metadata));
        if (metadata.OmeXml is not null) OmeXmlEditor.Edit(ome, shape, type, metadata);
        if (metadata.ImageJ is { } imageJ && OmeAnnotations.Find(ome.Root, OmeAnnotations.ImageJ) is null) OmeAnnotations.Add(ome.Root, ome.Image, OmeAnnotations.ImageJ, imageJ.Lines);
        if (provenance is { Count: > 0 }) OmeAnnotations.Add(ome.Root, ome.Image, OmeAnnotations.Provenance, provenance);
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + ome.Root.Document!.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>The text went through the reader's limits once.</summary>
    private static TiffReaderOptions Unlimited { get; } = new() { MaxDescriptionBytes = int.MaxValue, MaxXmlDepth = int.MaxValue };

    public static string TypeName(PixelType type) => type switch
    {
        PixelType.Float32 => "float",
        PixelType.Float64 => "double",
        _ => type.ToString().ToLowerInvariant(),
    };

    /// <summary>All planes in one block: they lie in the order of the IFDs.</summary>
    public static XElement TiffData(XNamespace ns, StackShape shape) =>
        new(ns + "TiffData", new XAttribute("IFD", 0), new XAttribute("PlaneCount", shape.PlaneCount));

    public static XElement Channel(XNamespace ns, int index, string? id, string? name, int? color)
    {
        var channel = new XElement(ns + "Channel", new XAttribute("ID", id ?? $"Channel:0:{index}"), new XAttribute("SamplesPerPixel", 1));
        if (!string.IsNullOrEmpty(name)) channel.Add(new XAttribute("Name", XmlNames.Clean(name)));
        if (color is { } rgba) channel.Add(new XAttribute("Color", rgba));
        return channel;
    }

    private static XDocument Document(StackShape shape, PixelType type, StackMetadata metadata) => new(
        new XElement(Ome + "OME",
            new XAttribute(XNamespace.Xmlns + "xsi", Xsi.NamespaceName),
            new XAttribute(Xsi + "schemaLocation", Ome.NamespaceName + " " + Ome.NamespaceName + "/ome.xsd"),
            new XAttribute("UUID", "urn:uuid:" + Guid.NewGuid()),
            new XAttribute("Creator", "FijiBridge"),
            new XElement(Ome + "Image", new XAttribute("ID", "Image:0"), Description(metadata), Pixels(shape, type, metadata))));

    private static XElement? Description(StackMetadata metadata) =>
        metadata.Description is { } text ? new XElement(Ome + "Description", XmlNames.Clean(text)) : null;

    private static XElement Pixels(StackShape shape, PixelType type, StackMetadata metadata) => new(Ome + "Pixels",
        new XAttribute("ID", "Pixels:0"),
        new XAttribute("DimensionOrder", "XYCZT"),
        new XAttribute("Type", TypeName(type)),
        new XAttribute("SizeX", shape.Width),
        new XAttribute("SizeY", shape.Height),
        new XAttribute("SizeC", shape.Channels),
        new XAttribute("SizeZ", shape.Slices),
        new XAttribute("SizeT", shape.Frames),
        Physical(metadata),
        Enumerable.Range(0, shape.Channels).Select(c => Channel(Ome, c, null, metadata.ChannelNames.ElementAtOrDefault(c), ChannelColor.OfLut(metadata.ImageJTags.Luts.ElementAtOrDefault(c)))),
        TiffData(Ome, shape));

    private static IEnumerable<XAttribute> Physical(StackMetadata metadata)
    {
        var known = LengthUnit.Millimetres(metadata.Unit) is not null || metadata.Unit == "pixel";
        foreach (var (axis, size) in new[] { ("X", metadata.PixelSizeX), ("Y", metadata.PixelSizeY), ("Z", metadata.PixelSizeZ) })
        {
            if (size is not { } value || !known) continue;
            yield return new XAttribute("PhysicalSize" + axis, value.ToString("R", CultureInfo.InvariantCulture));
            yield return new XAttribute($"PhysicalSize{axis}Unit", metadata.Unit);
        }
        if (metadata.FrameInterval is { } seconds) yield return new XAttribute("TimeIncrement", seconds.ToString("R", CultureInfo.InvariantCulture));
    }
}
