using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff.Compression;

namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>Finds the planes of a file that ImageJ wrote: channels=, slices= and frames= of its description over pages or over one contiguous block.</summary>
internal static class ImageJStack
{
    public static PlaneMap Map(TiffFile file, PageTable pages, ImageJDescription description, Notices notices)
    {
        var layout = pages.Layout;
        var samples = layout.SamplesPerPixel;
        var claimed = Math.Max(1L, description.Size("images"));
        var contiguous = pages.Directories.Count == 1 && claimed > 1 && layout.Compression == CompressionScheme.None;
        var images = contiguous ? claimed : Math.Min(pages.Planes.Count, claimed == 1 ? pages.Planes.Count : claimed);
        if (claimed > images) notices.Add($"ImageJ's description claims images={claimed}, the file has {images}: those are read.");
        var shape = Shape(layout, description, images, notices, file.Options);
        if (!contiguous) return new SequentialPages(shape, pages.Planes, samples);
        return Contiguous(file, pages, shape, images);
    }

    private static ContiguousPlanes Contiguous(TiffFile file, PageTable pages, StackShape shape, long images)
    {
        var layout = pages.Layout;
        var first = PageSegments.Read(file, pages.First, layout).Offsets;
        var planeBytes = layout.Height * layout.SegmentRowBytes * (layout.Planar ? layout.SamplesPerPixel : 1);
        if (layout.Tiled) throw new TiffFormatException($"The IFD at offset {pages.First.Offset} has tiles, but {TiffTag.ImageDescription.Describe()} claims {images} images in one IFD, which needs strips; export the file again.");
        file.RequireInside(first[0], checked(planeBytes * images), $"The stack of {images} images that {TiffTag.ImageDescription.Describe()} claims");
        return new ContiguousPlanes(shape, pages.First.Offset, layout.SamplesPerPixel, planeBytes);
    }

    private static StackShape Shape(PageLayout layout, ImageJDescription description, long images, Notices notices, TiffReaderOptions options)
    {
        var (c, z, t) = (description.Size("channels"), description.Size("slices"), description.Size("frames"));
        var samples = layout.SamplesPerPixel;
        var planes = images * samples;
        if (planes > options.MaxPlanes)
            throw new TiffFormatException($"{TiffTag.ImageDescription.Describe()} claims {images} images; the limit is {options.MaxPlanes} planes; split the stack into several files.");
        if (Product(c, z, t) == planes) return new StackShape(layout.Width, layout.Height, c, z, t);
        if (Product(c, z, t) == images) return new StackShape(layout.Width, layout.Height, c * samples, z, t);
        if (Product(c, z, t) > 1) notices.Add($"ImageJ's description claims {c} channels x {z} slices x {t} frames, the file has {images} images: they are read as slices.");
        return new StackShape(layout.Width, layout.Height, samples, (int)images, 1);
    }

    private static double Product(int c, int z, int t) => (double)c * z * t;
}
