namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>Colours of channels: OME has one number (red, green, blue, alpha from the highest byte on), ImageJ a LUT.</summary>
internal static class ChannelColor
{
    /// <summary>The colour of the brightest entry, or null without a LUT.</summary>
    public static int? OfLut(byte[]? lut) => lut is { Length: 768 } ? lut[255] << 24 | lut[511] << 16 | lut[767] << 8 | 0xFF : null;

    /// <summary>The LUT from black to a colour.</summary>
    public static byte[] ToLut(int color)
    {
        var lut = new byte[768];
        for (var part = 0; part < 3; part++)
        {
            var full = color >> 24 - 8 * part & 0xFF;
            for (var i = 0; i < 256; i++) lut[256 * part + i] = (byte)((full * i + 127) / 255);
        }
        return lut;
    }
}
