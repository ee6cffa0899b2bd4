namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>XResolution and YResolution of the output: the input's own where it had them, scaled; else those of the pixel size.</summary>
internal static class OutputResolution
{
    private const int NoUnit = 1, Centimetre = 3;

    public static TiffResolution? Of(StackMetadata metadata, TiffFormat format)
    {
        var fromSize = FromPixelSize(metadata, format);
        // ImageJ takes the resolution for the calibration, in the unit of its description: there the pixel size has the word.
        if (format == TiffFormat.ImageJ && metadata.ImageJ?.Text("unit") is null && fromSize is not null) return fromSize;
        return metadata.Resolution is { } kept ? Scaled(kept, metadata.Scale) : fromSize;
    }

    private static TiffResolution Scaled(TiffResolution kept, double scale) => scale == 1
        ? kept
        : new TiffResolution(Rational(Value(kept.X) * scale), Rational(Value(kept.Y) * scale), kept.Unit);

    private static TiffResolution? FromPixelSize(StackMetadata metadata, TiffFormat format)
    {
        if (metadata is not { PixelSizeX: { } x, PixelSizeY: { } y }) return null;
        if (format == TiffFormat.ImageJ) return new TiffResolution(Rational(1 / x), Rational(1 / y), NoUnit);
        return LengthUnit.Millimetres(metadata.Unit) is { } millimetres
            ? new TiffResolution(Rational(10 / (x * millimetres)), Rational(10 / (y * millimetres)), Centimetre)
            : null;
    }

    private static double Value((uint Numerator, uint Denominator) rational) => (double)rational.Numerator / Math.Max(1, rational.Denominator);

    /// <summary>The denominator is the largest power of ten up to 10^6 for which the numerator fits, so that ImageJ's own numbers come out again.</summary>
    private static (uint Numerator, uint Denominator) Rational(double value)
    {
        var denominator = 1_000_000u;
        while (denominator > 1 && value * denominator > uint.MaxValue) denominator /= 10;
        if (value * denominator >= 1000 || value <= 0) return ((uint)Math.Clamp(Math.Round(value * denominator), 0, uint.MaxValue), denominator);
        // Less than a thousandth of a pixel in a unit: keep the digits in the denominator.
        return (1000, (uint)Math.Clamp(Math.Round(1000 / value), 1, uint.MaxValue));
    }
}
