using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff.Compression;

namespace FijiBridge.Engine.Tiff;

/// <summary>SampleFormat (339).</summary>
internal enum SampleFormat
{
    UnsignedInteger = 1,
    SignedInteger = 2,
    FloatingPoint = 3,
    Undefined = 4,
}

/// <summary>PhotometricInterpretation (262), as far as it is read.</summary>
internal enum Photometric
{
    WhiteIsZero = 0,
    BlackIsZero = 1,
    Rgb = 2,
    Palette = 3,
    TransparencyMask = 4,
    Separated = 5,
}

/// <summary>
/// How the samples of one page (IFD) lie: an instance that could not be read cannot be made. A "segment" is a strip or a tile.
/// </summary>
internal sealed record PageLayout
{
    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int BitsPerSample { get; init; }

    public required int SamplesPerPixel { get; init; }

    public required SampleFormat SampleFormat { get; init; }

    public required PixelType PixelType { get; init; }

    public required Photometric Photometric { get; init; }

    public required CompressionScheme Compression { get; init; }

    public required Predictor Predictor { get; init; }

    /// <summary>PlanarConfiguration 2: each sample has segments of its own.</summary>
    public required bool Planar { get; init; }

    /// <summary>FillOrder 2: the lowest bit of a byte comes first.</summary>
    public required bool LowBitFirst { get; init; }

    public required bool Tiled { get; init; }

    /// <summary>Width of a tile, or of the image where it has strips.</summary>
    public required int SegmentWidth { get; init; }

    /// <summary>TileLength or RowsPerStrip; the last strip may be shorter.</summary>
    public required int SegmentHeight { get; init; }

    public int SamplesPerSegmentPixel => Planar ? 1 : SamplesPerPixel;

    /// <summary>Bytes of one row of a decoded segment; rows start at whole bytes.</summary>
    public long SegmentRowBytes => ((long)SegmentWidth * SamplesPerSegmentPixel * BitsPerSample + 7) / 8;

    public int SegmentsAcross => (Width - 1) / SegmentWidth + 1;

    public int SegmentsDown => (Height - 1) / SegmentHeight + 1;

    public long SegmentsPerSample => (long)SegmentsAcross * SegmentsDown;

    /// <summary>True where two pages can be planes of one stack.</summary>
    public bool MatchesStackOf(PageLayout other) =>
        (Width, Height, PixelType, SamplesPerPixel) == (other.Width, other.Height, other.PixelType, other.SamplesPerPixel);
}
