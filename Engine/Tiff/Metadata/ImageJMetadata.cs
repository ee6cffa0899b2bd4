namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>
/// ImageJ's metadata (tags 50838 and 50839): what its description has no room for. Regions of interest stay in ImageJ's own binary form.
/// </summary>
internal sealed record ImageJMetadata
{
    public static ImageJMetadata Empty { get; } = new();

    /// <summary>The "Info" property that Image > Show Info displays.</summary>
    public string? Info { get; init; }

    /// <summary>A label for each plane in XYCZT order; "" where it has none.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Minimum and maximum of the display of each channel.</summary>
    public IReadOnlyList<double> DisplayRanges { get; init; } = [];

    /// <summary>A LUT of each channel: 256 red, 256 green, 256 blue.</summary>
    public IReadOnlyList<byte[]> Luts { get; init; } = [];

    public byte[]? Roi { get; init; }

    public IReadOnlyList<byte[]> Overlay { get; init; } = [];

    /// <summary>Keys and values by turns.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>Blocks of kinds that are not known here, as they lie in the file.</summary>
    public IReadOnlyList<(uint Kind, byte[] Bytes)> Others { get; init; } = [];
}
