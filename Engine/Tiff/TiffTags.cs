using System.Globalization;

namespace FijiBridge.Engine.Tiff;

/// <summary>Tags of TIFF 6.0, its supplements and ImageJ that are read or written here.</summary>
internal enum TiffTag : ushort
{
    NewSubfileType = 254,
    ImageWidth = 256,
    ImageLength = 257,
    BitsPerSample = 258,
    Compression = 259,
    PhotometricInterpretation = 262,
    FillOrder = 266,
    ImageDescription = 270,
    StripOffsets = 273,
    Orientation = 274,
    SamplesPerPixel = 277,
    RowsPerStrip = 278,
    StripByteCounts = 279,
    XResolution = 282,
    YResolution = 283,
    PlanarConfiguration = 284,
    ResolutionUnit = 296,
    Software = 305,
    Predictor = 317,
    ColorMap = 320,
    TileWidth = 322,
    TileLength = 323,
    TileOffsets = 324,
    TileByteCounts = 325,
    SubIFDs = 330,
    SampleFormat = 339,
    MetaMorphPlanes = 33629,
    ImageJMetadataByteCounts = 50838,
    ImageJMetadata = 50839,
}

/// <summary>Types of an IFD entry's values, as numbered by TIFF 6.0 and BigTIFF.</summary>
internal enum TiffFieldType : ushort
{
    Byte = 1,
    Ascii = 2,
    Short = 3,
    Long = 4,
    Rational = 5,
    SByte = 6,
    Undefined = 7,
    SShort = 8,
    SLong = 9,
    SRational = 10,
    Float = 11,
    Double = 12,
    Ifd = 13,
    Long8 = 16,
    SLong8 = 17,
    Ifd8 = 18,
}

/// <summary>What is known of tags and field types.</summary>
internal static class TiffTags
{
    /// <summary>The tag as an error message names it: "tag ImageWidth (256)".</summary>
    public static string Describe(this TiffTag tag) =>
        Enum.IsDefined(tag) ? string.Create(CultureInfo.InvariantCulture, $"tag {tag} ({(ushort)tag})") : $"tag {(ushort)tag}";

    /// <summary>False for tags that may differ from plane to plane of one stack: where it lies, and what is said about it.</summary>
    public static bool ConcernsLayout(this TiffTag tag) => tag is not (
        TiffTag.StripOffsets or TiffTag.StripByteCounts or TiffTag.TileOffsets or TiffTag.TileByteCounts or TiffTag.ImageDescription
        or TiffTag.XResolution or TiffTag.YResolution or TiffTag.Software or TiffTag.ImageJMetadata or TiffTag.ImageJMetadataByteCounts);

    /// <summary>Size of one value in bytes, or 0 for a type that TIFF does not know.</summary>
    public static int Size(this TiffFieldType type) => type switch
    {
        TiffFieldType.Byte or TiffFieldType.Ascii or TiffFieldType.SByte or TiffFieldType.Undefined => 1,
        TiffFieldType.Short or TiffFieldType.SShort => 2,
        TiffFieldType.Long or TiffFieldType.SLong or TiffFieldType.Float or TiffFieldType.Ifd => 4,
        TiffFieldType.Rational or TiffFieldType.SRational or TiffFieldType.Double => 8,
        TiffFieldType.Long8 or TiffFieldType.SLong8 or TiffFieldType.Ifd8 => 8,
        _ => 0,
    };
}
