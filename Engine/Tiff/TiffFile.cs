namespace FijiBridge.Engine.Tiff;

/// <summary>
/// The bytes of a TIFF or BigTIFF: its header, its chain of IFDs, and positional reads that are checked against the file's length. Reads may
/// come from several threads.
/// </summary>
internal sealed class TiffFile : IDisposable
{
    private readonly Stream _stream;
    private readonly Lock _reading = new();
    private readonly byte[] _window = new byte[4096];
    private long _windowStart;
    private int _windowLength;

    private TiffFile(Stream stream, TiffReaderOptions options)
    {
        (_stream, Options) = (stream, options);
        Length = stream.Length;
    }

    public TiffReaderOptions Options { get; }

    /// <summary>Size of the file in bytes.</summary>
    public long Length { get; }

    public ByteOrder ByteOrder { get; private set; }

    public bool IsBigTiff { get; private set; }

    public long FirstDirectoryOffset { get; private set; }

    /// <summary>Reads the header of <paramref name="stream"/>, which must be able to seek and is disposed with the file.</summary>
    /// <exception cref="TiffFormatException">The stream holds no TIFF.</exception>
    public static TiffFile Open(Stream stream, TiffReaderOptions options)
    {
        var file = new TiffFile(stream, options);
        var header = new byte[(int)Math.Min(16, file.Length)];
        file.Read(0, header, "the header");
        file.ReadHeader(header);
        return file;
    }

    /// <summary>Fills <paramref name="target"/> from the file at <paramref name="offset"/>; <paramref name="what"/> names it in the error.</summary>
    public void Read(long offset, Span<byte> target, string what)
    {
        RequireInside(offset, target.Length, what);
        lock (_reading) ReadStream(offset, target, what);
    }

    /// <summary>As <see cref="Read"/>, but through a window of 4 KB: an IFD is read in pieces, and the next one is often close.</summary>
    public void ReadNear(long offset, Span<byte> target, string what)
    {
        RequireInside(offset, target.Length, what);
        lock (_reading)
        {
            if (target.Length > _window.Length)
            {
                ReadStream(offset, target, what);
                return;
            }
            if (offset < _windowStart || offset + target.Length > _windowStart + _windowLength) MoveWindow(offset, what);
            _window.AsSpan((int)(offset - _windowStart), target.Length).CopyTo(target);
        }
    }

    private void MoveWindow(long offset, string what)
    {
        var length = (int)Math.Min(_window.Length, Length - offset);
        _windowLength = 0;
        ReadStream(offset, _window.AsSpan(0, length), what);
        (_windowStart, _windowLength) = (offset, length);
    }

    private void ReadStream(long offset, Span<byte> target, string what)
    {
        _stream.Position = offset;
        if (_stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
            throw new TiffFormatException($"{what} at offset {offset} could not be read to its end: the file became shorter while it was read.");
    }

    public void RequireInside(long offset, long length, string what)
    {
        if (offset < 0 || length < 0 || offset > Length || length > Length - offset)
            throw new TiffFormatException($"{what} at offset {(ulong)offset} with {length} bytes lies outside the file of {Length} bytes; the file is truncated or damaged, copy or export it again.");
    }

    public ImageFileDirectory ReadDirectory(long offset) => ImageFileDirectory.Read(this, offset);

    /// <summary>The chain of IFDs from the header on. Ends with an error where the chain bites its tail or passes a limit.</summary>
    public IEnumerable<ImageFileDirectory> Directories()
    {
        // Brent's method finds a cycle without remembering every offset; honest IFDs do not overlap, so their bytes fit into the file.
        long count = 0, bytes = 0, landmark = 0, nextLandmark = 1;
        for (var offset = FirstDirectoryOffset; offset != 0;)
        {
            if (offset == landmark) throw new TiffFormatException($"The IFD at offset {offset} is linked a second time: the chain of IFDs runs in a circle; export the file again.");
            if (++count > Options.MaxDirectories) throw new TiffFormatException($"The file has more than {Options.MaxDirectories} IFDs, which is the limit; split the stack into several files.");
            if (count == nextLandmark) (landmark, nextLandmark) = (offset, nextLandmark * 2);
            var directory = ReadDirectory(offset);
            if ((bytes += directory.ByteCount) > Length) throw new TiffFormatException($"The IFD at offset {offset} overlaps other IFDs; the file is damaged, export it again.");
            yield return directory;
            offset = directory.NextOffset;
        }
    }

    public void Dispose() => _stream.Dispose();

    private void ReadHeader(ReadOnlySpan<byte> header)
    {
        if (header.Length < 8 || !(header[0] == header[1] && header[0] is (byte)'I' or (byte)'M'))
            throw new TiffFormatException($"The file is not a TIFF: {FileKind.Describe(header)}. Save the image as TIFF or OME-TIFF.");
        ByteOrder = new ByteOrder(header[0] == 'M');
        switch (ByteOrder.UInt16(header[2..]))
        {
            case 42: FirstDirectoryOffset = ByteOrder.UInt32(header[4..]); break;
            case 43: ReadBigHeader(header); break;
            case var version: throw new TiffFormatException($"The file is not a TIFF: its header has version {version} at offset 2, where a TIFF has 42 and a BigTIFF 43.");
        }
        if (FirstDirectoryOffset == 0) throw new TiffFormatException("The TIFF has no image: the offset of the first IFD in its header is 0; the program that wrote it did not finish.");
    }

    private void ReadBigHeader(ReadOnlySpan<byte> header)
    {
        if (header.Length < 16 || ByteOrder.UInt16(header[4..]) != 8 || ByteOrder.UInt16(header[6..]) != 0)
            throw new TiffFormatException("The BigTIFF header is damaged: at offset 4 it must say that offsets have 8 bytes.");
        IsBigTiff = true;
        FirstDirectoryOffset = (long)ByteOrder.UInt64(header[8..]);
    }
}
