using System.Xml.Linq;
using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>Finds the planes that OME-XML describes: DimensionOrder and TiffData over the IFDs of the file.</summary>
internal static class OmeStack
{
    public static PlaneMap Map(PageTable pages, OmeXml ome, string? fileName, Notices notices, TiffReaderOptions options)
    {
        if (ome.ImageCount > 1) notices.Add($"The file has {ome.ImageCount} images: the first is read.");
        var samples = pages.Layout.SamplesPerPixel;
        var shape = Shape(pages.Layout, ome, options);
        var order = DimensionOrder.Of(ome.Pixels, shape, samples);
        var directories = new long[order.PageCount];
        var assigned = Assign(directories, pages, ome, order, fileName);
        RequireMostPages(directories, assigned, ome, notices);
        return new OrderedPages(shape, directories, order);
    }

    private static StackShape Shape(PageLayout layout, OmeXml ome, TiffReaderOptions options)
    {
        var (width, height) = (Size(ome, "SizeX"), Size(ome, "SizeY"));
        if (width != layout.Width || height != layout.Height)
            throw new TiffFormatException($"The OME-XML says SizeX x SizeY = {width} x {height}, but the first IFD has {layout.Width} x {layout.Height} pixels; export the file again.");
        var (c, z, t) = (Size(ome, "SizeC"), Size(ome, "SizeZ"), Size(ome, "SizeT"));
        if (c % layout.SamplesPerPixel != 0)
            throw new TiffFormatException($"The OME-XML says SizeC={c}, which {layout.SamplesPerPixel} samples for each pixel (tag SamplesPerPixel) do not divide; export the file again.");
        if ((double)c * z * t > options.MaxPlanes)
            throw new TiffFormatException($"The OME-XML says SizeC x SizeZ x SizeT = {(double)c * z * t:F0} planes; the limit is {options.MaxPlanes}; split the stack into several files.");
        return new StackShape(width, height, c, z, t);
    }

    private static int Size(OmeXml ome, string attribute) => OmeXml.Integer(ome.Pixels, attribute, 1, 1);

    private static long Assign(long[] directories, PageTable pages, OmeXml ome, DimensionOrder order, string? fileName)
    {
        var blocks = ome.Pixels.Named("TiffData").ToList();
        if (blocks.Count == 0) return AssignBlock(directories, pages, 0, 0, directories.Length);
        var assigned = 0L;
        foreach (var block in blocks)
        {
            if (OtherFile(block, ome, fileName)) continue;
            var (first, ifd, count) = Extent(block, order, directories.Length);
            assigned += AssignBlock(directories, pages, first, ifd, count);
        }
        return assigned;
    }

    private static (int First, int Ifd, int Count) Extent(XElement block, DimensionOrder order, int pageCount)
    {
        var first = order.Page(OmeXml.Integer(block, "FirstC", 0, 0), OmeXml.Integer(block, "FirstZ", 0, 0), OmeXml.Integer(block, "FirstT", 0, 0));
        var ifd = OmeXml.Integer(block, "IFD", 0, 0);
        // The schema's defaults: with an IFD one plane, without one all planes.
        var count = OmeXml.Integer(block, "PlaneCount", block.Attribute("IFD") is null ? pageCount : 1, 0);
        return first < 0 ? throw new TiffFormatException("The OME-XML has a TiffData whose FirstC, FirstZ or FirstT lies outside the stack; export the file again.") : (first, ifd, count);
    }

    private static long AssignBlock(long[] directories, PageTable pages, int first, int ifd, int count)
    {
        var assigned = 0L;
        for (long i = 0; i < count && first + i < directories.Length && ifd + i < pages.Directories.Count; i++)
        {
            if (directories[first + i] == 0) assigned++;
            directories[first + i] = pages.Directories[(int)(ifd + i)];
        }
        return assigned;
    }

    /// <summary>A UUID other than the document's own means another file, unless its FileName is this file's.</summary>
    private static bool OtherFile(XElement block, OmeXml ome, string? fileName)
    {
        if (block.Named("UUID").FirstOrDefault() is not { } uuid) return false;
        var named = uuid.Attribute("FileName")?.Value;
        if (named is not null && named == fileName) return false;
        return ome.Root.Attribute("UUID")?.Value is { } own ? uuid.Value.Trim() != own.Trim() : named is not null && fileName is not null;
    }

    private static void RequireMostPages(long[] directories, long assigned, OmeXml ome, Notices notices)
    {
        if (assigned == directories.Length) return;
        var missing = directories.Length - assigned;
        var elsewhere = ome.Pixels.Named("TiffData").Elements().FirstOrDefault(e => e.Name.LocalName == "UUID" && OtherFile(e.Parent!, ome, null));
        if (elsewhere is not null)
            throw new TiffFormatException($"{missing} of the {directories.Length} planes that the OME-XML describes are in other files, the first in \"{OmeXml.Shortened(elsewhere.Attribute("FileName")?.Value ?? elsewhere.Value)}\"; open the series in Fiji (Bio-Formats) and export one OME-TIFF.");
        if (assigned < missing)
            throw new TiffFormatException($"The OME-XML describes {directories.Length} planes, of which the file holds {assigned}; the file is truncated or the acquisition was aborted; export it again.");
        notices.Add($"{missing} of the {directories.Length} planes that the OME-XML describes are not in the file: they are read as zeros.");
    }
}
