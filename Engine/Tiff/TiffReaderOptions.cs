namespace FijiBridge.Engine.Tiff;

/// <summary>Limits for files from strangers. A file beyond one of them is refused with a <see cref="TiffFormatException"/> that names it.</summary>
public sealed record TiffReaderOptions
{
    /// <summary>
    /// Default 268,435,456 (16,384 x 16,384). Unit: pixels. A plane is held in memory as a whole, so this times the size of a sample is
    /// what one plane may cost.
    /// </summary>
    public long MaxPixelsPerPlane { get; init; } = 1L << 28;

    /// <summary>Default 10,000,000. Unit: planes. More planes than this (in a description or in IFDs) are refused.</summary>
    public long MaxPlanes { get; init; } = 10_000_000;

    /// <summary>Default 20,000,000. Unit: IFDs. Eight bytes of memory are kept for each; a longer chain of IFDs is refused.</summary>
    public long MaxDirectories { get; init; } = 20_000_000;

    /// <summary>Default 4,096. Unit: entries of one IFD. An IFD that claims more is refused.</summary>
    public int MaxEntriesPerDirectory { get; init; } = 4096;

    /// <summary>
    /// Default 4,096. Unit: bytes of pixels for one byte in the file. Deflate reaches 1,032, LZW 2,560. A file, strip or tile that claims to
    /// expand more is refused before memory is taken for it.
    /// </summary>
    public int MaxExpansion { get; init; } = 4096;

    /// <summary>
    /// Default 67,108,864 (64 MiB). Unit: bytes. A longer ImageDescription (OME-XML) is refused; parsing takes about ten times this in memory.
    /// </summary>
    public int MaxDescriptionBytes { get; init; } = 1 << 26;

    /// <summary>Default 268,435,456 (256 MiB). Unit: bytes. Longer ImageJ metadata (labels, LUTs, ROIs) is left out, with a notice.</summary>
    public int MaxMetadataBytes { get; init; } = 1 << 28;

    /// <summary>Default 256. Unit: levels. Deeper nested OME-XML is refused.</summary>
    public int MaxXmlDepth { get; init; } = 256;
}
