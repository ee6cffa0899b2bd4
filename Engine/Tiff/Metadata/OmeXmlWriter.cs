using System.Globalization;
using System.Xml.Linq;
using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>Writes the OME-XML of a stack.</summary>
internal static class OmeXmlWriter
{
    private static readonly XNamespace Ome = "http://www.openmicroscopy.org/Schemas/OME/2016-06";
    private static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    public static string Write(StackShape shape, PixelType type, StackMetadata metadata, IReadOnlyDictionary<string, string>? provenance)
    {
        _ = provenance;
        var pixels = new XElement(Ome + "Pixels",
            new XAttribute("ID", "Pixels:0"),
            new XAttribute("DimensionOrder", "XYCZT"),
            new XAttribute("Type", TypeName(type)),
            Size("SizeX", shape.Width), Size("SizeY", shape.Height), Size("SizeC", shape.Channels), Size("SizeZ", shape.Slices), Size("SizeT", shape.Frames),
            Physical(metadata),
            Enumerable.Range(0, shape.Channels).Select(c => new XElement(Ome + "Channel", new XAttribute("ID", $"Channel:0:{c}"), new XAttribute("SamplesPerPixel", 1))),
            new XElement(Ome + "TiffData", new XAttribute("IFD", 0), new XAttribute("PlaneCount", shape.PlaneCount)));
        var root = new XElement(Ome + "OME",
            new XAttribute(XNamespace.Xmlns + "xsi", Xsi.NamespaceName),
            new XAttribute(Xsi + "schemaLocation", Ome.NamespaceName + " " + Ome.NamespaceName + "/ome.xsd"),
            new XAttribute("UUID", "urn:uuid:" + Guid.NewGuid()),
            new XElement(Ome + "Image", new XAttribute("ID", "Image:0"), pixels));
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + root.ToString(SaveOptions.DisableFormatting);
    }

    public static string TypeName(PixelType type) => type switch
    {
        PixelType.Float32 => "float",
        PixelType.Float64 => "double",
        _ => type.ToString().ToLowerInvariant(),
    };

    private static XAttribute Size(string name, int size) => new(name, size);

    private static IEnumerable<XAttribute> Physical(StackMetadata metadata)
    {
        foreach (var (axis, size) in new[] { ("X", metadata.PixelSizeX), ("Y", metadata.PixelSizeY), ("Z", metadata.PixelSizeZ) })
        {
            if (size is not { } known) continue;
            yield return new XAttribute("PhysicalSize" + axis, known.ToString("R", CultureInfo.InvariantCulture));
            yield return new XAttribute($"PhysicalSize{axis}Unit", metadata.Unit);
        }
        if (metadata.FrameInterval is { } seconds) yield return new XAttribute("TimeIncrement", seconds.ToString("R", CultureInfo.InvariantCulture));
    }
}
