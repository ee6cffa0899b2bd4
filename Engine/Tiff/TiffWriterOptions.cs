namespace FijiBridge.Engine.Tiff;

/// <summary>The kind of TIFF that is written.</summary>
public enum TiffFormat
{
    /// <summary>OME-TIFF: OME-XML in the first ImageDescription, BigTIFF from 4 GB on.</summary>
    Ome,

    /// <summary>An ImageJ hyperstack that plain ImageJ opens with its dimensions; beyond 4 GB a single IFD and contiguous planes, as ImageJ does.</summary>
    ImageJ,
}

/// <summary>How planes are stored.</summary>
public enum TiffCompression
{
    /// <summary>Uncompressed: can be written to, and read from, a stream that cannot seek.</summary>
    None,

    /// <summary>Deflate (8) without predictor, which plain ImageJ would not undo. The output must be able to seek.
    /// ImageJ stacks stay uncompressed: ImageJ reads no others.</summary>
    Deflate,
}

/// <summary>How a stack is written.</summary>
public sealed record TiffWriterOptions
{
    /// <summary>Default <see cref="TiffFormat.Ome"/>.</summary>
    public TiffFormat Format { get; init; } = TiffFormat.Ome;

    /// <summary>Default <see cref="TiffCompression.None"/>.</summary>
    public TiffCompression Compression { get; init; } = TiffCompression.None;

    /// <summary>
    /// Default none. Where the pixels come from (model, parameters, device, version): written as an OME MapAnnotation and into ImageJ's Info.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Provenance { get; init; }

    /// <summary>Default false: BigTIFF is chosen when classic TIFF has no room. True: OME-TIFF is always BigTIFF.</summary>
    public bool AlwaysBigTiff { get; init; }
}
