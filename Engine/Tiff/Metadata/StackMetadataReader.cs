using System.Globalization;
using System.Xml.Linq;
using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>Collects everything of a file that is not pixels.</summary>
internal static class StackMetadataReader
{
    public static StackMetadata Read(TiffFile file, PageTable pages, Descriptions descriptions, StackShape shape, Notices notices)
    {
        var kept = new StackMetadata
        {
            OmeXml = descriptions.Ome?.Text,
            ImageJ = descriptions.ImageJ ?? Annotated(descriptions.Ome),
            ImageJTags = ImageJMetadataReader.Read(file, pages, notices),
            Description = descriptions.Other is { Length: > 0 } other ? other : null,
            Resolution = Resolution(pages.First),
        };
        return descriptions.Ome is { } ome ? FromOme(kept, ome)
            : descriptions.ImageJ is { } imageJ ? FromImageJ(kept, imageJ) with { ChannelNames = NamesFromLabels(kept.ImageJTags.Labels, shape) }
            : FromResolution(kept);
    }

    /// <summary>An OME-TIFF of ours keeps ImageJ's description in an annotation.</summary>
    private static ImageJDescription? Annotated(OmeXml? ome) =>
        ome is not null && OmeAnnotations.Find(ome.Root, OmeAnnotations.ImageJ) is { } lines ? ImageJDescription.Of(lines) : null;

    /// <summary>ImageJ has no names of channels: the labels of the first planes serve for them.</summary>
    private static IReadOnlyList<string> NamesFromLabels(IReadOnlyList<string> labels, StackShape shape) =>
        labels.Count == shape.PlaneCount ? [.. labels.Take(shape.Channels).Select(label => label.Split('\n')[0].Trim())] : [];

    private static StackMetadata FromOme(StackMetadata kept, OmeXml ome)
    {
        var pixels = ome.Pixels;
        var unit = pixels.Attribute("PhysicalSizeXUnit")?.Value ?? LengthUnit.Micrometre;
        return kept with
        {
            PixelSizeX = Positive(OmeXml.Number(pixels, "PhysicalSizeX")),
            PixelSizeY = Positive(In(unit, pixels, "PhysicalSizeY")),
            PixelSizeZ = Positive(In(unit, pixels, "PhysicalSizeZ")),
            Unit = unit,
            FrameInterval = Positive(OmeXml.Number(pixels, "TimeIncrement") * LengthUnit.Seconds(pixels.Attribute("TimeIncrementUnit")?.Value)),
            ChannelNames = [.. ome.Channels.Select(channel => channel.Attribute("Name")?.Value ?? "")],
            ChannelColors = [.. ome.Channels.Select(Color)],
        };
    }

    private static int? Color(XElement channel) =>
        int.TryParse(channel.Attribute("Color")?.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var color) ? color : null;

    private static double? In(string unit, XElement pixels, string attribute)
    {
        var own = pixels.Attribute(attribute + "Unit")?.Value ?? LengthUnit.Micrometre;
        var size = OmeXml.Number(pixels, attribute);
        return own == unit ? size : size * LengthUnit.Millimetres(own) / LengthUnit.Millimetres(unit);
    }

    private static StackMetadata FromImageJ(StackMetadata kept, ImageJDescription imageJ)
    {
        var unit = LengthUnit.ToOme(imageJ.Text("unit"));
        if (imageJ.Text("unit") is null || kept.Resolution is not { } resolution) return FromResolution(kept) with { FrameInterval = Interval(imageJ) };
        return kept with
        {
            PixelSizeX = Inverse(resolution.X),
            PixelSizeY = Inverse(resolution.Y),
            PixelSizeZ = Positive(imageJ.Number("spacing")),
            Unit = unit ?? imageJ.Text("unit")!,
            FrameInterval = Interval(imageJ),
        };
    }

    private static double? Interval(ImageJDescription imageJ) => Positive(imageJ.Number("finterval") * LengthUnit.Seconds(imageJ.Text("tunit")))
        ?? (imageJ.Number("fps") is > 0 and var fps ? 1 / fps : null);

    /// <summary>Only centimetres: a number of dots per inch is nearly always the printer's, not the microscope's.</summary>
    private static StackMetadata FromResolution(StackMetadata kept) => kept.Resolution is { Unit: 3 } resolution
        ? kept with { PixelSizeX = Inverse(resolution.X) * 1e4, PixelSizeY = Inverse(resolution.Y) * 1e4 }
        : kept;

    private static TiffResolution? Resolution(ImageFileDirectory first) =>
        first.Rational(TiffTag.XResolution) is { } x && first.Rational(TiffTag.YResolution) is { } y
            ? new TiffResolution(x, y, (int)Math.Clamp(first.Integer(TiffTag.ResolutionUnit, 2), 1, 3))
            : null;

    private static double? Inverse((uint Numerator, uint Denominator) pixelsPerUnit) =>
        pixelsPerUnit is { Numerator: > 0, Denominator: > 0 } ? (double)pixelsPerUnit.Denominator / pixelsPerUnit.Numerator : null;

    private static double? Positive(double? value) => value > 0 && double.IsFinite(value.Value) ? value : null;
}
