using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff.Metadata;

namespace FijiBridge.Engine.Tiff;

/// <summary>Decides what the pages of a file mean: OME-XML speaks first, then ImageJ's description, then the order of the pages.</summary>
internal static class StackMap
{
    public static PlaneMap Find(TiffFile file, PageTable pages, Descriptions descriptions, string? fileName, Notices notices)
    {
        var map = descriptions.Ome is { } ome ? OmeStack.Map(pages, ome, fileName, notices, file.Options)
            : descriptions.ImageJ is { } imageJ ? ImageJStack.Map(file, pages, imageJ, notices)
            : Plain(pages, notices);
        RequireCredibleSize(file, map.Shape, pages.Layout);
        return map;
    }

    private static SequentialPages Plain(PageTable pages, Notices notices)
    {
        var count = pages.Planes.Count;
        if (count > 1) notices.Add($"Nothing in the file says what its {count} pages are: they are read as slices (z), as ImageJ does.");
        return new SequentialPages(new StackShape(pages.Layout.Width, pages.Layout.Height, pages.Layout.SamplesPerPixel, count), pages.Planes, pages.Layout.SamplesPerPixel);
    }

    /// <summary>A small file whose entries all point to the same data must not become an endless stack.</summary>
    private static void RequireCredibleSize(TiffFile file, StackShape shape, PageLayout layout)
    {
        if (shape.PlaneCount > file.Options.MaxPlanes)
            throw new TiffFormatException($"The stack has {shape.PlaneCount} planes; the limit is {file.Options.MaxPlanes}; split it into several files.");
        var bytes = (double)shape.PlaneCount * shape.PixelsPerPlane * layout.PixelType.BytesPerSample();
        if (bytes > (double)file.Options.MaxExpansion * file.Length + (1 << 20))
            throw new TiffFormatException($"The stack of {shape} needs {bytes:F0} bytes, the file has {file.Length}; the limit is {file.Options.MaxExpansion} to 1; the file is truncated or damaged.");
    }
}
