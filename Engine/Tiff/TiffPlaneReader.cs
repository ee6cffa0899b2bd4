using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff.Metadata;

namespace FijiBridge.Engine.Tiff;

/// <summary>
/// Reads the planes of a TIFF, OME-TIFF or ImageJ TIFF, one at a time and in any order, whatever the file's layout. A plane is found from
/// its index alone: reading the last one does not read those before it. Memory: eight bytes a page, and the planes asked for.
/// <see cref="ReadPlane"/> may be called from several threads.
/// </summary>
public sealed class TiffPlaneReader : IDisposable
{
    private readonly TiffFile _file;
    private readonly PlaneMap _map;
    private readonly PageLayout _firstLayout;
    private readonly Notices _notices;

    private TiffPlaneReader(TiffFile file, string? fileName)
    {
        (_file, _notices) = (file, new Notices());
        var pages = PageTable.Read(file, _notices);
        var descriptions = Descriptions.Read(pages.First, file.Options);
        _firstLayout = pages.Layout;
        _map = StackMap.Find(file, pages, descriptions, fileName, _notices);
        Metadata = StackMetadataReader.Read(file, pages, descriptions, _map.Shape, _notices);
        SampleNotices.Add(pages, _notices);
    }

    /// <summary>Width, height and the number of channels, slices and frames.</summary>
    public StackShape Shape => _map.Shape;

    /// <summary>The type of every plane; samples of odd sizes (1, 4, 10, 12 ... bits, half floats) are widened to it without scaling.</summary>
    public PixelType PixelType => _firstLayout.PixelType;

    /// <summary>Everything that is not pixels, for the writer.</summary>
    public StackMetadata Metadata { get; }

    /// <summary>What was left out or decided while the file was opened, one sentence each.</summary>
    public IReadOnlyList<string> Notices => _notices.Sentences;

    /// <summary>Opens a file. The caller disposes the reader.</summary>
    /// <exception cref="TiffFormatException">The file is no TIFF, damaged, beyond a limit, or of a kind that is not read.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static TiffPlaneReader Open(string path, TiffReaderOptions? options = null)
    {
        // Positional reads: a buffer of the stream's own would only be thrown away.
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        return Open(stream, Path.GetFileName(path), options);
    }

    /// <summary>Opens a stream that can seek; it is disposed with the reader, and also when opening fails.</summary>
    /// <exception cref="TiffFormatException">As for a file.</exception>
    public static TiffPlaneReader Open(Stream seekable, TiffReaderOptions? options = null) => Open(seekable, null, options);

    /// <summary>Reads one plane, in the byte order of this machine.</summary>
    /// <exception cref="TiffFormatException">The plane's data is damaged.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The stack has no such plane.</exception>
    public Plane ReadPlane(PlaneIndex index)
    {
        RequireInside(index);
        var place = _map.Locate(index);
        if (place.DirectoryOffset == 0) return new Plane(PixelType, Shape.Width, Shape.Height);
        var directory = _file.ReadDirectory(place.DirectoryOffset);
        var layout = PageLayoutReader.Read(directory, _file.Options);
        if (!layout.MatchesStackOf(_firstLayout))
            throw new TiffFormatException($"The IFD at offset {directory.Offset} holds {layout.Width} x {layout.Height} pixels of {layout.PixelType}, the stack {Shape.Width} x {Shape.Height} of {PixelType}; export the file again.");
        return PlaneDecoder.Decode(_file, directory, layout, place.Sample, place.Shift);
    }

    public void Dispose() => _file.Dispose();

    private static TiffPlaneReader Open(Stream stream, string? fileName, TiffReaderOptions? options)
    {
        try
        {
            return new TiffPlaneReader(TiffFile.Open(stream, options ?? new TiffReaderOptions()), fileName);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private void RequireInside(PlaneIndex index)
    {
        if ((uint)index.Channel >= (uint)Shape.Channels || (uint)index.Slice >= (uint)Shape.Slices || (uint)index.Frame >= (uint)Shape.Frames)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"the stack is {Shape}");
    }
}
