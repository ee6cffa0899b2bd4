using System.Runtime.InteropServices;
using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tiff;

/// <summary>Brings the samples of decoded rows, of any size and byte order, into planes of this machine.</summary>
internal sealed class SampleUnpacker(PageLayout layout, ByteOrder order, int sample)
{
    private readonly int _bits = layout.BitsPerSample;
    private readonly int _stride = layout.SamplesPerSegmentPixel;

    /// <summary>True where a row of a strip is a row of the plane, but for the byte order.</summary>
    public bool IsIdentity => _stride == 1 && _bits == 8 * layout.PixelType.BytesPerSample() && !layout.LowBitFirst;

    public static void ReverseBits(Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)((bytes[i] * 0x0202020202UL & 0x010884422010UL) % 1023);
    }

    /// <summary>Turns rows that were read into the plane as they are into the byte order of this machine.</summary>
    public void FixOrder(Plane plane, int top, int rows)
    {
        if (!order.IsForeign) return;
        var size = _bits / 8;
        Reverse(plane.Pixels.AsSpan(top * plane.Width * size, rows * plane.Width * size), size);
    }

    /// <summary>Stores the chosen sample of each pixel of a segment's row at <paramref name="left"/>, <paramref name="y"/>; what lies beyond the plane is left out.</summary>
    public void UnpackRow(ReadOnlySpan<byte> row, Plane plane, int left, int y)
    {
        var count = Math.Min(layout.SegmentWidth, plane.Width - left);
        var size = plane.PixelType.BytesPerSample();
        var target = plane.Pixels.AsSpan((y * plane.Width + left) * size, count * size);
        if (_bits == 8 * size) CopyWhole(row, target, count, size);
        else if (layout.SampleFormat == SampleFormat.FloatingPoint) WidenFloats(row, MemoryMarshal.Cast<byte, float>(target));
        else UnpackBits(row, target, count, size);
    }

    private static void Reverse(Span<byte> bytes, int size)
    {
        if (size == 2) Reverse(MemoryMarshal.Cast<byte, ushort>(bytes));
        else if (size == 4) Reverse(MemoryMarshal.Cast<byte, uint>(bytes));
        else if (size == 8) Reverse(MemoryMarshal.Cast<byte, ulong>(bytes));
    }

    private static void Reverse(Span<ushort> values) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(values, values);

    private static void Reverse(Span<uint> values) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(values, values);

    private static void Reverse(Span<ulong> values) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(values, values);

    private void CopyWhole(ReadOnlySpan<byte> row, Span<byte> target, int count, int size)
    {
        if (_stride == 1) row[..target.Length].CopyTo(target);
        else for (var x = 0; x < count; x++) row.Slice((x * _stride + sample) * size, size).CopyTo(target[(x * size)..]);
        if (order.IsForeign) Reverse(target, size);
    }

    private void WidenFloats(ReadOnlySpan<byte> row, Span<float> target)
    {
        var size = _bits / 8;
        for (var x = 0; x < target.Length; x++)
        {
            var bytes = row.Slice((x * _stride + sample) * size, size);
            target[x] = size == 2 ? (float)BitConverter.UInt16BitsToHalf(order.UInt16(bytes)) : Float24(UInt24(bytes));
        }
    }

    /// <summary>1 sign, 7 exponent and 16 fraction bits, after Adobe's TIFF Technical Note 3.</summary>
    private static float Float24(uint bits)
    {
        var (negative, exponent, fraction) = (bits >> 23 != 0, (int)(bits >> 16 & 0x7F), bits & 0xFFFF);
        var magnitude = exponent switch
        {
            0 => MathF.ScaleB(fraction, -62 - 16),
            0x7F => fraction == 0 ? float.PositiveInfinity : float.NaN,
            _ => MathF.ScaleB(fraction | 0x10000, exponent - 63 - 16),
        };
        return negative ? -magnitude : magnitude;
    }

    private uint UInt24(ReadOnlySpan<byte> b) => order.IsBigEndian ? (uint)(b[0] << 16 | b[1] << 8 | b[2]) : (uint)(b[2] << 16 | b[1] << 8 | b[0]);

    private void UnpackBits(ReadOnlySpan<byte> row, Span<byte> target, int count, int size)
    {
        for (var x = 0; x < count; x++)
        {
            var index = x * _stride + sample;
            var value = _bits == 24 ? UInt24(row[(3 * index)..]) : Bits(row, (long)index * _bits);
            if (layout.SampleFormat == SampleFormat.SignedInteger) value = (uint)((int)(value << 32 - _bits) >> 32 - _bits);
            Store(target[(x * size)..], value, size);
        }
    }

    /// <summary>Packed samples stand highest bit first, whatever the byte order.</summary>
    private uint Bits(ReadOnlySpan<byte> row, long position)
    {
        ulong window = 0;
        var (first, last) = ((int)(position / 8), (int)((position + _bits - 1) / 8));
        for (var i = first; i <= last; i++) window = window << 8 | row[i];
        var below = (last + 1) * 8L - position - _bits;
        return (uint)(window >> (int)below & (1UL << _bits) - 1);
    }

    private static void Store(Span<byte> target, uint value, int size)
    {
        if (size == 1) target[0] = (byte)value;
        else if (size == 2) MemoryMarshal.Write(target, (ushort)value);
        else MemoryMarshal.Write(target, value);
    }
}
