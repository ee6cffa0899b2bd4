using FijiBridge.Engine.Tiff.Metadata;

namespace FijiBridge.Engine.Tiff;

/// <summary>XResolution, YResolution and ResolutionUnit as they stand in the file.</summary>
internal readonly record struct TiffResolution((uint Numerator, uint Denominator) X, (uint Numerator, uint Denominator) Y, int Unit);

/// <summary>
/// Everything of a stack that is not pixels, kept from reader to writer: the original OME-XML, ImageJ's description and metadata, and what
/// both say in common. What is public here is for people to see; the writer works from the originals, so that nothing is lost.
/// </summary>
public sealed record StackMetadata
{
    /// <summary>No metadata at all.</summary>
    public static StackMetadata Empty { get; } = new();

    /// <summary>Width of a pixel in <see cref="Unit"/>, or null where the file does not say.</summary>
    public double? PixelSizeX { get; init; }

    /// <summary>Height of a pixel in <see cref="Unit"/>.</summary>
    public double? PixelSizeY { get; init; }

    /// <summary>Distance of slices in <see cref="Unit"/>.</summary>
    public double? PixelSizeZ { get; init; }

    /// <summary>Unit of length with OME's symbol: "µm" (the default), "nm", "mm", "pixel" ...</summary>
    public string Unit { get; init; } = "µm";

    /// <summary>Seconds from frame to frame, or null.</summary>
    public double? FrameInterval { get; init; }

    /// <summary>Names of the channels, as many as the file names.</summary>
    public IReadOnlyList<string> ChannelNames { get; init; } = [];

    /// <summary>The OME-XML as it was.</summary>
    internal string? OmeXml { get; init; }

    /// <summary>The lines of ImageJ's description.</summary>
    internal ImageJDescription? ImageJ { get; init; }

    /// <summary>Info, labels, LUTs, display ranges, regions.</summary>
    internal ImageJMetadata ImageJTags { get; init; } = ImageJMetadata.Empty;

    /// <summary>An ImageDescription that is neither OME-XML nor ImageJ's.</summary>
    internal string? Description { get; init; }

    /// <summary>Colours of the channels as OME numbers them, as many as the file has.</summary>
    internal IReadOnlyList<int?> ChannelColors { get; init; } = [];

    internal TiffResolution? Resolution { get; init; }

    /// <summary>How many times as many pixels a side has now as in the originals kept here.</summary>
    internal double Scale { get; init; } = 1;

    /// <summary>The metadata of the same image with <paramref name="factor"/> times as many pixels along each side, which are that much smaller.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not a positive finite number.</exception>
    public StackMetadata WithScale(double factor)
    {
        if (!(factor > 0 && double.IsFinite(factor))) throw new ArgumentOutOfRangeException(nameof(factor), factor, "a scale is a positive number");
        return this with { PixelSizeX = PixelSizeX / factor, PixelSizeY = PixelSizeY / factor, Scale = Scale * factor };
    }
}
