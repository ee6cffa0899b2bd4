using System.Text;
using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>What goes into ImageJ's tags: the input's own, and what only OME-XML said where the output is for ImageJ.</summary>
internal static class ImageJMetadataWriter
{
    private const string OmeXmlProperty = "OME-XML";

    public static ImageJMetadata For(StackShape shape, StackMetadata metadata, TiffWriterOptions options)
    {
        var tags = Fitting(RegionScaling.Apply(metadata.ImageJTags, metadata.Scale), shape);
        if (options.Format == TiffFormat.ImageJ) tags = FromOme(tags, shape, metadata);
        return options.Provenance is { Count: > 0 } provenance ? tags with { Info = WithProvenance(tags.Info, provenance) } : tags;
    }

    /// <summary>Labels, LUTs and ranges count planes and channels: those of another stack would be wrong.</summary>
    private static ImageJMetadata Fitting(ImageJMetadata tags, StackShape shape) => tags with
    {
        Labels = tags.Labels.Count == shape.PlaneCount ? tags.Labels : [],
        Luts = tags.Luts.Count <= shape.Channels ? tags.Luts : [],
        DisplayRanges = tags.DisplayRanges.Count <= 2 * shape.Channels ? tags.DisplayRanges : [],
    };

    private static ImageJMetadata FromOme(ImageJMetadata tags, StackShape shape, StackMetadata metadata)
    {
        if (tags.Labels.Count == 0 && metadata.ChannelNames.Any(name => name.Length > 0) && shape.PlaneCount <= 1_000_000)
            tags = tags with { Labels = [.. shape.Planes().Select(plane => metadata.ChannelNames.ElementAtOrDefault(plane.Channel) ?? "")] };
        if (tags.Luts.Count == 0 && metadata.ChannelColors.Count == shape.Channels && metadata.ChannelColors.All(color => color is not null))
            tags = tags with { Luts = [.. metadata.ChannelColors.Select(color => ChannelColor.ToLut(color!.Value))] };
        if (tags.Info is null && metadata.Description is { } description) tags = tags with { Info = description };
        return metadata.OmeXml is { } xml && !tags.Properties.Contains(OmeXmlProperty) ? tags with { Properties = [.. tags.Properties, OmeXmlProperty, xml] } : tags;
    }

    private static string WithProvenance(string? info, IReadOnlyDictionary<string, string> provenance)
    {
        var text = new StringBuilder(info);
        if (text.Length > 0 && text[^1] != '\n') text.Append('\n');
        foreach (var (key, value) in provenance) text.Append(key).Append(": ").Append(value).Append('\n');
        return text.ToString();
    }
}
