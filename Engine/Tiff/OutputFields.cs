using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff.Compression;
using FijiBridge.Engine.Tiff.Metadata;

namespace FijiBridge.Engine.Tiff;

/// <summary>The tags that are written: those of every page, and those of the first.</summary>
internal static class OutputFields
{
    private const string Software = "FijiBridge";

    public static IReadOnlyList<OutputField> Common(StackShape shape, PixelType type, StackMetadata metadata, TiffFormat format, bool compressed) =>
    [
        OutputField.Long(TiffTag.NewSubfileType, 0),
        OutputField.Long(TiffTag.ImageWidth, (uint)shape.Width),
        OutputField.Long(TiffTag.ImageLength, (uint)shape.Height),
        OutputField.Short(TiffTag.BitsPerSample, 8 * type.BytesPerSample()),
        OutputField.Short(TiffTag.Compression, (int)(compressed ? CompressionScheme.Deflate : CompressionScheme.None)),
        OutputField.Short(TiffTag.PhotometricInterpretation, (int)Photometric.BlackIsZero),
        OutputField.Short(TiffTag.SamplesPerPixel, 1),
        OutputField.Long(TiffTag.RowsPerStrip, (uint)shape.Height),
        OutputField.Short(TiffTag.SampleFormat, (int)FormatOf(type)),
        .. Resolution(OutputResolution.Of(metadata, format)),
    ];

    public static IReadOnlyList<OutputField> First(StackShape shape, PixelType type, StackMetadata metadata, TiffWriterOptions options) =>
    [
        OutputField.Text(TiffTag.ImageDescription, options.Format == TiffFormat.Ome
            ? OmeXmlWriter.Write(shape, type, metadata, options.Provenance)
            : ImageJDescriptionWriter.Write(shape, metadata)),
        OutputField.Text(TiffTag.Software, Software),
        .. ImageJMetadataCodec.Encode(ImageJMetadataWriter.For(shape, metadata, options)),
    ];

    private static IEnumerable<OutputField> Resolution(TiffResolution? resolution)
    {
        if (resolution is not { } known) yield break;
        yield return OutputField.Rational(TiffTag.XResolution, known.X);
        yield return OutputField.Rational(TiffTag.YResolution, known.Y);
        yield return OutputField.Short(TiffTag.ResolutionUnit, known.Unit);
    }

    private static SampleFormat FormatOf(PixelType type) => type switch
    {
        PixelType.Int8 or PixelType.Int16 or PixelType.Int32 => SampleFormat.SignedInteger,
        PixelType.Float32 or PixelType.Float64 => SampleFormat.FloatingPoint,
        _ => SampleFormat.UnsignedInteger,
    };
}
