using System.Numerics;
using System.Runtime.InteropServices;

namespace FijiBridge.Engine.Tiff.Compression;

/// <summary>Predictor (317): what is done to a row before compression.</summary>
internal enum Predictor
{
    None = 1,
    Horizontal = 2,
    FloatingPoint = 3,
}

/// <summary>Undoes predictors, one row at a time.</summary>
internal static class Predictors
{
    /// <summary>
    /// Makes samples of differences (TIFF 6.0, section 14), in place; <paramref name="stride"/> is the number of samples in a pixel. The row is
    /// in the byte order of the file before and after.
    /// </summary>
    public static void UndoHorizontal(Span<byte> row, int bitsPerSample, int stride, bool foreignOrder)
    {
        switch (bitsPerSample)
        {
            case 8: Accumulate(row, stride); break;
            case 16: Accumulate(MemoryMarshal.Cast<byte, ushort>(row), stride, foreignOrder); break;
            case 32: Accumulate(MemoryMarshal.Cast<byte, uint>(row), stride, foreignOrder); break;
            default: Accumulate(MemoryMarshal.Cast<byte, ulong>(row), stride, foreignOrder); break;
        }
    }

    /// <summary>
    /// TIFF Technical Note 3: bytes are differences within the row, and stand in planes from the most significant byte on, whatever the byte
    /// order of the file. What comes out is in the byte order of the file.
    /// </summary>
    public static void UndoFloatingPoint(Span<byte> row, Span<byte> scratch, int bytesPerSample, int stride, bool bigEndian)
    {
        Accumulate(row, stride);
        row.CopyTo(scratch);
        var samples = row.Length / bytesPerSample;
        for (var significance = 0; significance < bytesPerSample; significance++)
        {
            var place = bigEndian ? significance : bytesPerSample - 1 - significance;
            for (var i = 0; i < samples; i++) row[i * bytesPerSample + place] = scratch[significance * samples + i];
        }
    }

    private static void Accumulate(Span<byte> row, int stride)
    {
        for (var i = stride; i < row.Length; i++) row[i] += row[i - stride];
    }

    private static void Accumulate<T>(Span<T> row, int stride, bool foreignOrder) where T : unmanaged, IBinaryInteger<T>
    {
        if (foreignOrder) ReverseEach(row);
        for (var i = stride; i < row.Length; i++) row[i] += row[i - stride];
        if (foreignOrder) ReverseEach(row);
    }

    private static void ReverseEach<T>(Span<T> row) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(row);
        var size = bytes.Length / Math.Max(1, row.Length);
        for (var i = 0; i < bytes.Length; i += size) bytes.Slice(i, size).Reverse();
    }
}
