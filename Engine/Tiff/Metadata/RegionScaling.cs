using System.Buffers.Binary;

namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>
/// Scales ImageJ's regions (selection and overlay) when a side gets more pixels. Their binary form is big-endian: a frame of integers, and for
/// regions with sub-pixel resolution floats beside them.
/// </summary>
internal static class RegionScaling
{
    private const int VersionAt = 4, TypeAt = 6, FrameAt = 8, CountAt = 16, SubPixelFrameAt = 18, OptionsAt = 50, HeaderSize = 64;
    private const int SubPixelResolution = 128;
    private const byte Line = 3;

    public static ImageJMetadata Apply(ImageJMetadata tags, double scale) => scale == 1
        ? tags
        : tags with { Roi = tags.Roi is { } roi ? Scaled(roi, scale) : null, Overlay = [.. tags.Overlay.Select(region => Scaled(region, scale))] };

    private static byte[] Scaled(byte[] region, double scale)
    {
        if (region.Length < HeaderSize || !region.AsSpan(0, 4).SequenceEqual("Iout"u8)) return region;
        var scaled = (byte[])region.Clone();
        for (var i = 0; i < 4; i++) ScaleShort(scaled, FrameAt + 2 * i, scale);
        var subPixel = (BinaryPrimitives.ReadInt16BigEndian(scaled.AsSpan(OptionsAt)) & SubPixelResolution) != 0
            && BinaryPrimitives.ReadInt16BigEndian(scaled.AsSpan(VersionAt)) >= 222;
        if (subPixel || scaled[TypeAt] == Line)
            for (var i = 0; i < 4; i++) ScaleFloat(scaled, SubPixelFrameAt + 4 * i, scale);
        ScalePoints(scaled, subPixel, scale);
        return scaled;
    }

    private static void ScalePoints(byte[] region, bool subPixel, double scale)
    {
        var count = BinaryPrimitives.ReadUInt16BigEndian(region.AsSpan(CountAt));
        var (shorts, floats) = (HeaderSize, HeaderSize + 4 * count);
        if (count == 0 || floats + (subPixel ? 8 * count : 0) > region.Length) return;
        for (var i = 0; i < 2 * count; i++) ScaleShort(region, shorts + 2 * i, scale);
        for (var i = 0; subPixel && i < 2 * count; i++) ScaleFloat(region, floats + 4 * i, scale);
    }

    private static void ScaleShort(byte[] bytes, int at, double scale)
    {
        var value = Math.Round(BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(at)) * scale);
        BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(at), (short)Math.Clamp(value, short.MinValue, short.MaxValue));
    }

    private static void ScaleFloat(byte[] bytes, int at, double scale) =>
        BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(at), (float)(BinaryPrimitives.ReadSingleBigEndian(bytes.AsSpan(at)) * scale));
}
