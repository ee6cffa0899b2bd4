using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>
/// OME-XML: the document, and the first image in it. Names are compared without their namespace, so that every version of the schema is
/// understood. Entities and document types are refused.
/// </summary>
internal sealed class OmeXml
{
    private OmeXml(string text, XElement root, XElement pixels)
    {
        (Text, Root, Pixels) = (text, root, pixels);
    }

    /// <summary>The document as it was.</summary>
    public string Text { get; }

    public XElement Root { get; }

    /// <summary>The Pixels of the first Image.</summary>
    public XElement Pixels { get; }

    public XElement Image => Pixels.Parent!;

    public int ImageCount => Root.Elements().Count(e => e.Name.LocalName == "Image");

    public IEnumerable<XElement> Channels => Pixels.Named("Channel");

    public static bool IsOne(string description)
    {
        var start = description.AsSpan().TrimStart("\uFEFF \t\r\n");
        return start.StartsWith("<") && description.AsSpan(0, Math.Min(description.Length, 65536)).Contains("<OME", StringComparison.Ordinal)
            || start.StartsWith("<") && description.Contains(":OME", StringComparison.Ordinal);
    }

    /// <exception cref="TiffFormatException">The text is no OME-XML, or describes no image that is in this file.</exception>
    public static OmeXml Parse(string text, TiffReaderOptions options)
    {
        var root = ParseRoot(text, options);
        if (root.Named("BinaryOnly").FirstOrDefault() is { } binaryOnly)
            throw new TiffFormatException($"The OME-XML is in another file, {Quoted(binaryOnly.Attribute("MetadataFile"))}; open the files together in Fiji (Bio-Formats) and export one OME-TIFF.");
        return Of(root.Document!, text);
    }

    /// <summary>The first image of a document.</summary>
    public static OmeXml Of(XDocument document, string text = "")
    {
        var root = document.Root!;
        var pixels = root.Named("Image").Select(image => image.Named("Pixels").FirstOrDefault()).FirstOrDefault(p => p is not null);
        return pixels is null
            ? throw new TiffFormatException("The OME-XML in tag ImageDescription (270) has no Image with Pixels; export the file again.")
            : new OmeXml(text, root, pixels);
    }

    /// <summary>A size or index of the Pixels or another element: a whole number from <paramref name="min"/> on.</summary>
    public static int Integer(XElement element, string attribute, int otherwise, int min)
    {
        if (element.Attribute(attribute)?.Value is not { } text) return otherwise;
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= min
            ? value
            : throw new TiffFormatException($"The OME-XML in tag ImageDescription (270) says {attribute}=\"{Shortened(text)}\"; it must be a whole number from {min} to {int.MaxValue}; export the file again.");
    }

    public static double? Number(XElement? element, string attribute) =>
        double.TryParse(element?.Attribute(attribute)?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static XElement ParseRoot(string text, TiffReaderOptions options)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').TrimEnd('\0')), new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = options.MaxDescriptionBytes,
            });
            using var shallow = new DepthLimitedXmlReader(reader, options.MaxXmlDepth);
            return XDocument.Load(shallow, LoadOptions.PreserveWhitespace).Root!;
        }
        catch (XmlException e)
        {
            throw new TiffFormatException($"The OME-XML in tag ImageDescription (270) cannot be read: {Shortened(e.Message.TrimEnd('.'))}; export the file again.", e);
        }
    }

    private static string Quoted(XAttribute? attribute) => attribute is null ? "which it does not name" : $"\"{Shortened(attribute.Value)}\"";

    public static string Shortened(string text) => text.Length <= 120 ? text : text[..120] + "...";
}
