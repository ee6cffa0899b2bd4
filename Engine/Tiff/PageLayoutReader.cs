using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff.Compression;

namespace FijiBridge.Engine.Tiff;

/// <summary>Makes the <see cref="PageLayout"/> of an IFD, or says which tag forbids it.</summary>
internal sealed class PageLayoutReader(ImageFileDirectory directory, TiffReaderOptions options)
{
    // Their offsets are held in memory; microscopes write thousands of strips at most.
    private const int MaxSegments = 1 << 22;

    public static PageLayout Read(ImageFileDirectory directory, TiffReaderOptions options) => new PageLayoutReader(directory, options).Read();

    private PageLayout Read()
    {
        var (width, height) = (Size(TiffTag.ImageWidth), Size(TiffTag.ImageLength));
        if ((long)width * height > options.MaxPixelsPerPlane)
            throw Refuse($"ImageWidth (256) x ImageLength (257) = {width} x {height} exceeds the limit of {options.MaxPixelsPerPlane} pixels in a plane; crop the image or raise the limit");
        var samples = Ranged(TiffTag.SamplesPerPixel, 1, 1, 4096);
        var bits = BitsPerSample((int)samples);
        var format = Format();
        var tiled = directory.TryFind(TiffTag.TileWidth, out _) && directory.TryFind(TiffTag.TileLength, out _);
        var scheme = Scheme();
        return Checked(new PageLayout
        {
            Width = width,
            Height = height,
            BitsPerSample = bits,
            SamplesPerPixel = (int)samples,
            SampleFormat = format,
            PixelType = PixelTypeOf(bits, format),
            Photometric = PhotometricInterpretation(),
            Compression = scheme,
            Predictor = PredictorFor(scheme),
            Planar = samples > 1 && Ranged(TiffTag.PlanarConfiguration, 1, 1, 2) == 2,
            LowBitFirst = Ranged(TiffTag.FillOrder, 1, 1, 2) == 2,
            Tiled = tiled,
            SegmentWidth = tiled ? Size(TiffTag.TileWidth) : width,
            SegmentHeight = tiled ? Size(TiffTag.TileLength) : (int)Math.Clamp(directory.Integer(TiffTag.RowsPerStrip, height), 1, height),
        });
    }

    /// <summary>The specification knows predictors with LZW and Deflate only; libtiff too ignores the tag elsewhere.</summary>
    private Predictor PredictorFor(CompressionScheme scheme) =>
        scheme is CompressionScheme.Lzw or CompressionScheme.Deflate ? (Predictor)Ranged(TiffTag.Predictor, 1, 1, 3) : Predictor.None;

    private PageLayout Checked(PageLayout layout)
    {
        if (layout.SegmentRowBytes > int.MaxValue / 2 || (layout.SegmentRowBytes * layout.SegmentHeight > int.MaxValue / 2 && layout.Compression != CompressionScheme.None))
            throw Refuse($"a {(layout.Tiled ? "tile" : "strip")} of {layout.SegmentWidth} x {layout.SegmentHeight} pixels needs {layout.SegmentRowBytes * layout.SegmentHeight} bytes, the limit is {int.MaxValue / 2}; save it with smaller strips or tiles");
        if (layout.SegmentsPerSample * (layout.Planar ? layout.SamplesPerPixel : 1) > MaxSegments)
            throw Refuse($"the image is cut into {layout.SegmentsPerSample} strips or tiles; the limit is {MaxSegments}; save it with larger ones");
        if (layout.Tiled && (long)layout.SegmentWidth * layout.SegmentHeight > options.MaxPixelsPerPlane)
            throw Refuse($"TileWidth (322) x TileLength (323) = {layout.SegmentWidth} x {layout.SegmentHeight} exceeds the limit of {options.MaxPixelsPerPlane} pixels; save it with smaller tiles");
        if (layout.Predictor == Predictor.Horizontal && layout.BitsPerSample is not (8 or 16 or 32 or 64))
            throw Refuse($"Predictor (317) 2 cannot go with {layout.BitsPerSample} bits per sample; save it without predictor");
        if (layout.Predictor == Predictor.FloatingPoint && (layout.SampleFormat != SampleFormat.FloatingPoint || layout.BitsPerSample % 8 != 0))
            throw Refuse("Predictor (317) 3 is for floating-point samples only; save it without predictor");
        return layout;
    }

    private int Size(TiffTag tag)
    {
        var size = directory.RequiredInteger(tag);
        return size is >= 1 and <= int.MaxValue ? (int)size : throw Refuse($"{tag.Describe()} is {(ulong)size}; it must be from 1 to {int.MaxValue}");
    }

    private long Ranged(TiffTag tag, long otherwise, long min, long max)
    {
        var value = directory.Integer(tag, otherwise);
        return value >= min && value <= max ? value : throw Refuse($"{tag.Describe()} is {(ulong)value}; it must be from {min} to {max}");
    }

    private int BitsPerSample(int samples)
    {
        if (!directory.TryFind(TiffTag.BitsPerSample, out var field)) return 1;
        var bits = directory.Integers(field, Math.Min(field.Count, samples));
        if (bits.Length == 0 || bits.Any(b => b != bits[0])) throw Refuse("BitsPerSample (258) differs between the samples; save the image with samples of one size");
        return bits[0] is >= 1 and <= 64 ? (int)bits[0] : throw Refuse($"BitsPerSample (258) is {(ulong)bits[0]}; it must be from 1 to 64");
    }

    private SampleFormat Format()
    {
        var format = directory.Integer(TiffTag.SampleFormat, 1);
        return format switch
        {
            >= 1 and <= 3 => (SampleFormat)format,
            4 => SampleFormat.UnsignedInteger,
            5 or 6 => throw Refuse("SampleFormat (339) says complex numbers, which are not read; save magnitude or phase as a floating-point image"),
            _ => throw Refuse($"SampleFormat (339) is {(ulong)format}; it must be from 1 to 6"),
        };
    }

    private PixelType PixelTypeOf(int bits, SampleFormat format) => (format, bits) switch
    {
        (SampleFormat.UnsignedInteger, <= 8) => PixelType.UInt8,
        (SampleFormat.UnsignedInteger, <= 16) => PixelType.UInt16,
        (SampleFormat.UnsignedInteger, <= 32) => PixelType.UInt32,
        (SampleFormat.SignedInteger, <= 8) => PixelType.Int8,
        (SampleFormat.SignedInteger, <= 16) => PixelType.Int16,
        (SampleFormat.SignedInteger, <= 32) => PixelType.Int32,
        (SampleFormat.FloatingPoint, 16 or 24 or 32) => PixelType.Float32,
        (SampleFormat.FloatingPoint, 64) => PixelType.Float64,
        _ => throw Refuse($"BitsPerSample (258) of {bits} with SampleFormat (339) {format} is not read; convert the image to 8, 16 or 32 bits"),
    };

    private Photometric PhotometricInterpretation()
    {
        var value = directory.Integer(TiffTag.PhotometricInterpretation, 1);
        return value is >= 0 and <= 5 ? (Photometric)value : throw Refuse($"PhotometricInterpretation (262) is {(ulong)value}{PhotometricName(value)}, which is not read; convert the image to grey values or RGB");
    }

    private static string PhotometricName(long value) => value switch
    {
        6 => " (YCbCr)",
        8 or 9 or 10 => " (CIE L*a*b*)",
        32803 => " (colour filter array)",
        32844 or 32845 => " (LogLuv)",
        34892 => " (linear raw)",
        _ => "",
    };

    private CompressionScheme Scheme()
    {
        var scheme = directory.Integer(TiffTag.Compression, 1);
        return CompressionSchemes.IsRead(scheme) ? CompressionSchemes.Normalize(scheme) : throw Refuse($"Compression (259) is {(ulong)scheme}{CompressionSchemes.NameOf(scheme)}, which is not read; save the image uncompressed or with LZW or Deflate (ZIP)");
    }

    private TiffFormatException Refuse(string reason) => new($"The IFD at offset {directory.Offset}: {reason}.");
}
