namespace FijiBridge.Engine.Tests.Tiff;

/// <summary>An LZW encoder after the algorithm of TIFF 6.0, section 13, with a dictionary of strings: slow, and built unlike the decoder.</summary>
internal static class LzwCodes
{
    public static byte[] Encode(byte[] pixels)
    {
        var codes = new List<int> { 256 };
        var table = new Dictionary<string, int>();
        var (omega, next) = ("", 258);
        foreach (var pixel in pixels)
        {
            var longer = omega + (char)pixel;
            if (longer.Length == 1 || table.ContainsKey(longer))
            {
                omega = longer;
                continue;
            }
            codes.Add(Code(omega, table));
            table[longer] = next++;
            if (next == 4095)
            {
                codes.Add(256);
                table.Clear();
                next = 258;
            }
            omega = ((char)pixel).ToString();
        }
        codes.Add(Code(omega, table));
        codes.Add(257);
        return Pack([.. codes]);
    }

    /// <summary>Codes as bits, highest first; the width grows as the encoder's table does: with entry 511, 1023 and 2047.</summary>
    public static byte[] Pack(params int[] codes)
    {
        var bits = new List<bool>();
        var entries = 257;
        foreach (var code in codes)
        {
            var width = entries < 511 ? 9 : entries < 1023 ? 10 : entries < 2047 ? 11 : 12;
            for (var bit = width - 1; bit >= 0; bit--) bits.Add((code >> bit & 1) == 1);
            entries = code == 256 ? 257 : entries + 1;
        }
        var bytes = new byte[(bits.Count + 7) / 8];
        for (var i = 0; i < bits.Count; i++) if (bits[i]) bytes[i / 8] |= (byte)(0x80 >> i % 8);
        return bytes;
    }

    private static int Code(string text, Dictionary<string, int> table) => text.Length == 1 ? text[0] : table[text];
}
