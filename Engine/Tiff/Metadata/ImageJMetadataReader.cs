namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>Reads ImageJ's metadata of the first page, and a colour palette as the LUT that it is. Bad metadata costs a notice, not the image.</summary>
internal static class ImageJMetadataReader
{
    public static ImageJMetadata Read(TiffFile file, PageTable pages, Notices notices)
    {
        var metadata = Tags(file, pages.First, notices);
        if (metadata.Luts.Count == 0 && pages.Layout.Photometric == Photometric.Palette && Palette(pages) is { } lut)
            metadata = metadata with { Luts = [lut] };
        return metadata;
    }

    private static ImageJMetadata Tags(TiffFile file, ImageFileDirectory first, Notices notices)
    {
        if (!first.TryFind(TiffTag.ImageJMetadata, out var block) || !first.TryFind(TiffTag.ImageJMetadataByteCounts, out var counts)) return ImageJMetadata.Empty;
        if (block.ByteCount + counts.ByteCount > file.Options.MaxMetadataBytes)
        {
            notices.Add($"ImageJ's labels, LUTs and regions ({block.ByteCount} bytes) are left out; the limit is {file.Options.MaxMetadataBytes} bytes.");
            return ImageJMetadata.Empty;
        }
        try
        {
            var decoded = ImageJMetadataCodec.Decode(first.Bytes(block, file.Options.MaxMetadataBytes), first.Integers(counts, counts.Count), file.ByteOrder);
            if (decoded is not null) return decoded;
        }
        catch (TiffFormatException)
        {
            // Falls through: the same notice for every kind of damage.
        }
        notices.Add($"ImageJ's labels, LUTs and regions in {TiffTag.ImageJMetadata.Describe()} are damaged and left out.");
        return ImageJMetadata.Empty;
    }

    /// <summary>ColorMap has 2^bits red, green and blue values of 16 bits; a LUT has 256 of each of 8 bits.</summary>
    private static byte[]? Palette(PageTable pages)
    {
        var colors = pages.Layout.BitsPerSample == 8 ? 256 : 0;
        if (colors == 0 || !pages.First.TryFind(TiffTag.ColorMap, out var field) || field.Count < 3 * colors) return null;
        return [.. pages.First.Integers(field, 3 * colors).Select(value => (byte)(value >> 8))];
    }
}
