using FijiBridge.Engine.Tiff.Compression;

namespace FijiBridge.Engine.Tiff;

/// <summary>Where the strips or tiles of a page lie. Both lists have exactly as many values as the layout has segments.</summary>
internal readonly record struct PageSegments(long[] Offsets, long[] ByteCounts)
{
    public static PageSegments Read(TiffFile file, ImageFileDirectory directory, PageLayout layout)
    {
        var count = checked(layout.SegmentsPerSample * (layout.Planar ? layout.SamplesPerPixel : 1));
        var offsets = Values(directory, layout.Tiled ? TiffTag.TileOffsets : TiffTag.StripOffsets, count);
        foreach (var offset in offsets)
            if (offset < 0 || offset > file.Length)
                throw new TiffFormatException($"A {(layout.Tiled ? "tile" : "strip")} of the IFD at offset {directory.Offset} lies at offset {(ulong)offset}, outside the file of {file.Length} bytes; the file is truncated or damaged.");
        return new PageSegments(offsets, Counts(file, directory, layout, count));
    }

    private static long[] Counts(TiffFile file, ImageFileDirectory directory, PageLayout layout, long count)
    {
        var tag = layout.Tiled ? TiffTag.TileByteCounts : TiffTag.StripByteCounts;
        // Without compression the layout says how long a segment is, and old or hurried writers leave the tag out or wrong.
        if (layout.Compression == CompressionScheme.None) return Enumerable.Repeat(layout.SegmentRowBytes * layout.SegmentHeight, checked((int)count)).ToArray();
        var counts = Values(directory, tag, count);
        foreach (var bytes in counts)
            if (bytes < 0 || bytes > file.Length)
                throw new TiffFormatException($"In the IFD at offset {directory.Offset} {tag.Describe()} has the value {(ulong)bytes}, more than the file's {file.Length} bytes; the file is truncated or damaged.");
        return counts;
    }

    private static long[] Values(ImageFileDirectory directory, TiffTag tag, long count) => directory.TryFind(tag, out var field)
        ? directory.Integers(field, count)
        : throw new TiffFormatException($"The IFD at offset {directory.Offset} lacks {tag.Describe()}; the file is damaged, export it again.");
}
