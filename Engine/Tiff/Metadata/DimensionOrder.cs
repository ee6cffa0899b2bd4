using System.Xml.Linq;
using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>
/// The order in which OME's pages run, for example XYCZT: C fastest, T slowest. A page holds as many channels as a pixel has samples.
/// </summary>
internal sealed class DimensionOrder
{
    private readonly string _axes;
    private readonly int _samples;
    private readonly int _channels, _slices, _frames;

    private DimensionOrder(string axes, StackShape shape, int samples)
    {
        (_axes, _samples) = (axes, samples);
        (_channels, _slices, _frames) = (shape.Channels / samples, shape.Slices, shape.Frames);
    }

    public int PageCount => checked(_channels * _slices * _frames);

    public static DimensionOrder Of(XElement pixels, StackShape shape, int samples)
    {
        var order = pixels.Attribute("DimensionOrder")?.Value ?? "XYCZT";
        var known = order.Length == 5 && order.StartsWith("XY", StringComparison.Ordinal) && "CZT".All(axis => order.Contains(axis));
        return known
            ? new DimensionOrder(order[2..], shape, samples)
            : throw new TiffFormatException($"The OME-XML says DimensionOrder=\"{OmeXml.Shortened(order)}\"; it must be XY and then C, Z and T in any order; export the file again.");
    }

    /// <summary>The number of a page in this order, or -1 outside the stack. <paramref name="channel"/> counts pages, not samples.</summary>
    public int Page(int channel, int slice, int frame)
    {
        if (channel >= _channels && _samples > 1) channel /= _samples;
        if (channel >= _channels || slice >= _slices || frame >= _frames) return -1;
        var (page, step) = (0, 1);
        foreach (var axis in _axes)
        {
            var (index, size) = axis switch { 'C' => (channel, _channels), 'Z' => (slice, _slices), _ => (frame, _frames) };
            page += index * step;
            step *= size;
        }
        return page;
    }

    /// <summary>The page that holds a plane, and which of its samples the plane is.</summary>
    public (int Page, int Sample) Locate(PlaneIndex index) =>
        (Page(index.Channel / _samples, index.Slice, index.Frame), index.Channel % _samples);
}

/// <summary>Pages of OME-XML: one IFD offset for each, in the document's own order.</summary>
internal sealed class OrderedPages(StackShape shape, long[] directories, DimensionOrder order) : PlaneMap(shape)
{
    public override PlaneLocation Locate(PlaneIndex index)
    {
        var (page, sample) = order.Locate(index);
        return new PlaneLocation(directories[page], sample, 0);
    }
}
