namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>What the ImageDescriptions of the first page say: OME-XML, ImageJ's lines, or anything else. Micro-Manager writes two of them.</summary>
internal sealed record Descriptions(OmeXml? Ome, ImageJDescription? ImageJ, string? Other)
{
    public static Descriptions Read(ImageFileDirectory first, TiffReaderOptions options)
    {
        var ome = first.Text(TiffTag.ImageDescription, OmeXml.IsOne);
        var imageJ = first.Text(TiffTag.ImageDescription, ImageJDescription.IsOne);
        var other = first.Text(TiffTag.ImageDescription, text => !OmeXml.IsOne(text) && !ImageJDescription.IsOne(text));
        return new Descriptions(
            ome is null ? null : OmeXml.Parse(ome, options),
            imageJ is null ? null : ImageJDescription.Parse(imageJ),
            other);
    }
}
