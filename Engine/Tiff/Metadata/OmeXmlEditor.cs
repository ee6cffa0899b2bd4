using System.Globalization;
using System.Xml.Linq;
using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>
/// Brings the OME-XML of the input in line with the output and changes nothing else: what the pixels are, where they lie, how large they are.
/// Channels, times, instrument, annotations and comments stay.
/// </summary>
internal sealed class OmeXmlEditor(OmeXml ome, StackShape shape, PixelType type, StackMetadata metadata)
{
    private readonly XElement _pixels = ome.Pixels;

    public static void Edit(OmeXml ome, StackShape shape, PixelType type, StackMetadata metadata) => new OmeXmlEditor(ome, shape, type, metadata).Edit();

    private void Edit()
    {
        RemoveOtherImages();
        EditType();
        EditSizes();
        EditPhysicalSizes();
        EditChannels();
        ReplacePixelData();
        ome.Root.SetAttributeValue("UUID", "urn:uuid:" + Guid.NewGuid());
    }

    /// <summary>Only the first image's planes are in the output; what refers to the others would point nowhere.</summary>
    private void RemoveOtherImages()
    {
        var others = ome.Root.Named("Image").Where(image => image != ome.Image).ToList();
        var ids = others.Select(image => image.Attribute("ID")?.Value).Where(id => id is not null).ToHashSet();
        others.Remove();
        ome.Root.Descendants().Where(e => e.Name.LocalName == "ImageRef" && ids.Contains(e.Attribute("ID")?.Value)).ToList().Remove();
    }

    private void EditType()
    {
        var name = OmeXmlWriter.TypeName(type);
        if (Attribute("Type", "PixelType") is { } old && old.Value == name) return;
        _pixels.SetAttributeValue(Attribute("Type", "PixelType")?.Name ?? "Type", name);
        if (_pixels.Attribute("SignificantBits") is { } bits) bits.SetValue(8 * type.BytesPerSample());
    }

    private XAttribute? Attribute(string name, string oldName) => _pixels.Attribute(name) ?? _pixels.Attribute(oldName);

    private void EditSizes()
    {
        Set("DimensionOrder", "XYCZT");
        Set("SizeX", shape.Width);
        Set("SizeY", shape.Height);
        Set("SizeC", shape.Channels);
        Set("SizeZ", shape.Slices);
        Set("SizeT", shape.Frames);
        if (_pixels.Attribute("BigEndian") is { } bigEndian) bigEndian.SetValue("false");
        _pixels.Attribute("Interleaved")?.SetValue("false");
    }

    private void Set(string name, object value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        if (_pixels.Attribute(name)?.Value != text) _pixels.SetAttributeValue(name, text);
    }

    private void EditPhysicalSizes()
    {
        if (metadata.Scale == 1) return;
        foreach (var name in new[] { "PhysicalSizeX", "PhysicalSizeY" })
            if (OmeXml.Number(_pixels, name) is { } size) Set(name, (size / metadata.Scale).ToString("R", CultureInfo.InvariantCulture));
    }

    /// <summary>One Channel for each channel of the output: an RGB channel of several samples becomes several.</summary>
    private void EditChannels()
    {
        var wanted = new List<XElement>();
        foreach (var channel in ome.Channels.ToList())
        {
            var samples = int.TryParse(channel.Attribute("SamplesPerPixel")?.Value, out var n) ? Math.Clamp(n, 1, shape.Channels) : 1;
            if (samples > 1) channel.SetAttributeValue("SamplesPerPixel", 1);
            wanted.Add(channel);
            for (var sample = 1; sample < samples; sample++) wanted.Add(SampleChannel(channel, sample));
        }
        var present = ome.Channels.ToHashSet();
        for (var c = wanted.Count; c < shape.Channels; c++) wanted.Add(OmeXmlWriter.Channel(_pixels.Name.Namespace, c, $"Channel:FijiBridge:{c}", null, null));
        foreach (var surplus in wanted.Skip(shape.Channels).Where(present.Contains)) surplus.Remove();
        var last = (XElement?)null;
        foreach (var channel in wanted.Take(shape.Channels))
        {
            if (!present.Contains(channel)) Insert(channel, last);
            last = channel;
        }
    }

    private static XElement SampleChannel(XElement channel, int sample)
    {
        var copy = new XElement(channel.Name, channel.Attributes());
        if (copy.Attribute("ID") is { } id) id.SetValue($"{id.Value}:{sample}");
        return copy;
    }

    private void Insert(XElement channel, XElement? after)
    {
        if (after is not null) after.AddAfterSelf(channel);
        else _pixels.AddFirst(channel);
    }

    private static int Index(XElement plane, string name) => int.TryParse(plane.Attribute(name)?.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var index) ? index : 0;

    /// <summary>
    /// One TiffData in place of the old ones, and no Plane outside the stack. In one pass over the nodes: removing them one by one takes the
    /// square of their number, and long time-lapses have a hundred thousand.
    /// </summary>
    private void ReplacePixelData()
    {
        var block = OmeXmlWriter.TiffData(_pixels.Name.Namespace, shape);
        var kept = new List<XNode>();
        foreach (var node in _pixels.Nodes())
        {
            var dropped = node is XElement element && (IsPixelData(element) || IsOutside(element));
            if (!dropped) kept.Add(node);
            else if (kept.LastOrDefault() is XText space && string.IsNullOrWhiteSpace(space.Value)) kept.RemoveAt(kept.Count - 1);
        }
        kept.Insert(kept.FindLastIndex(node => node is XElement { Name.LocalName: "Channel" }) + 1, block);
        _pixels.ReplaceNodes(kept);
    }

    private static bool IsPixelData(XElement element) => element.Name.LocalName is "TiffData" or "BinData" or "MetadataOnly";

    private bool IsOutside(XElement element) => element.Name.LocalName == "Plane"
        && (Index(element, "TheC") >= shape.Channels || Index(element, "TheZ") >= shape.Slices || Index(element, "TheT") >= shape.Frames);
}
