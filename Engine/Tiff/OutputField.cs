using System.Buffers.Binary;
using System.Text;

namespace FijiBridge.Engine.Tiff;

/// <summary>One entry of an IFD to be written, its values in little-endian order, as everything that is written here.</summary>
internal sealed record OutputField(TiffTag Tag, TiffFieldType Type, long Count, byte[] Value)
{
    public static OutputField Short(TiffTag tag, int value) => new(tag, TiffFieldType.Short, 1, [(byte)value, (byte)(value >> 8)]);

    public static OutputField Long(TiffTag tag, uint value) => new(tag, TiffFieldType.Long, 1, BitConverter.GetBytes(value));

    public static OutputField Longs(TiffTag tag, IReadOnlyList<int> values) =>
        new(tag, TiffFieldType.Long, values.Count, [.. values.SelectMany(BitConverter.GetBytes)]);

    /// <summary>An offset or byte count: LONG in classic TIFF, LONG8 in BigTIFF.</summary>
    public static OutputField Offset(TiffTag tag, long value, bool bigTiff) => bigTiff
        ? new(tag, TiffFieldType.Long8, 1, BitConverter.GetBytes(value))
        : Long(tag, checked((uint)value));

    public static OutputField Rational(TiffTag tag, (uint Numerator, uint Denominator) value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value.Numerator);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), value.Denominator);
        return new(tag, TiffFieldType.Rational, 1, bytes);
    }

    /// <summary>UTF-8 with the closing zero; TIFF's ASCII has been written so ever since OME-XML.</summary>
    public static OutputField Text(TiffTag tag, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text + "\0");
        return new(tag, TiffFieldType.Ascii, bytes.Length, bytes);
    }

    public static OutputField Bytes(TiffTag tag, byte[] value) => new(tag, TiffFieldType.Byte, value.Length, value);
}
