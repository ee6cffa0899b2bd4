using System.Numerics;
using System.Runtime.InteropServices;

namespace FijiBridge.Engine.Images;

/// <summary>One XY plane of samples, row by row without padding, in the byte order of this machine.</summary>
public sealed class Plane
{
    /// <summary>Takes over <paramref name="pixels"/>, whose length must be width * height * bytes per sample.</summary>
    /// <exception cref="ArgumentException">The array has another length.</exception>
    public Plane(PixelType pixelType, int width, int height, byte[] pixels)
    {
        var expected = ByteCount(pixelType, width, height);
        if (pixels.LongLength != expected)
            throw new ArgumentException($"a {width} x {height} plane of {pixelType} has {expected} bytes, not {pixels.LongLength}", nameof(pixels));
        (PixelType, Width, Height, Pixels) = (pixelType, width, height, pixels);
    }

    /// <summary>A plane of zeros.</summary>
    public Plane(PixelType pixelType, int width, int height)
        : this(pixelType, width, height, new byte[ByteCount(pixelType, width, height)])
    {
    }

    public PixelType PixelType { get; }

    public int Width { get; }

    public int Height { get; }

    /// <summary>The samples as bytes, <c>[y, x]</c>, native byte order.</summary>
    public byte[] Pixels { get; }

    /// <summary>The samples as values of <typeparamref name="T"/>, which must be the plane's own type.</summary>
    public Span<T> Samples<T>() where T : unmanaged => MemoryMarshal.Cast<byte, T>(Pixels.AsSpan());

    /// <summary>Copies row <paramref name="y"/> into <paramref name="row"/> (length <see cref="Width"/>), exactly.</summary>
    public void ReadRow(int y, Span<double> row) => ReadRow(y, 0, row[..Width]);

    /// <summary>Copies a part of row <paramref name="y"/>, from column <paramref name="x"/> on, exactly; its length is that of <paramref name="part"/>.</summary>
    public void ReadRow(int y, int x, Span<double> part)
    {
        switch (PixelType)
        {
            case PixelType.UInt8: Widen<byte>(y, x, part); break;
            case PixelType.Int8: Widen<sbyte>(y, x, part); break;
            case PixelType.UInt16: Widen<ushort>(y, x, part); break;
            case PixelType.Int16: Widen<short>(y, x, part); break;
            case PixelType.UInt32: Widen<uint>(y, x, part); break;
            case PixelType.Int32: Widen<int>(y, x, part); break;
            case PixelType.Float32: Widen<float>(y, x, part); break;
            case PixelType.Float64: Widen<double>(y, x, part); break;
            default: throw new InvalidOperationException($"pixel type {PixelType}");
        }
    }

    /// <summary>
    /// Stores <paramref name="row"/> as row <paramref name="y"/>. Integers are rounded to the nearest (ties to even) and
    /// clamped to the range of the type; NaN becomes 0 in integer planes.
    /// </summary>
    /// <returns>How many samples lay outside the range of the type and were clamped.</returns>
    public int WriteRow(int y, ReadOnlySpan<double> row) => PixelType switch
    {
        PixelType.UInt8 => Narrow<byte>(y, row),
        PixelType.Int8 => Narrow<sbyte>(y, row),
        PixelType.UInt16 => Narrow<ushort>(y, row),
        PixelType.Int16 => Narrow<short>(y, row),
        PixelType.UInt32 => Narrow<uint>(y, row),
        PixelType.Int32 => Narrow<int>(y, row),
        PixelType.Float32 => Convert<float>(y, row),
        PixelType.Float64 => Convert<double>(y, row),
        _ => throw new InvalidOperationException($"pixel type {PixelType}"),
    };

    private static long ByteCount(PixelType pixelType, int width, int height) =>
        (long)width * height * pixelType.BytesPerSample();

    private Span<T> Row<T>(int y) where T : unmanaged => Samples<T>().Slice(checked(y * Width), Width);

    private void Widen<T>(int y, int x, Span<double> part) where T : unmanaged, INumber<T>
    {
        var source = Row<T>(y).Slice(x, part.Length);
        for (var i = 0; i < source.Length; i++) part[i] = double.CreateTruncating(source[i]);
    }

    private int Convert<T>(int y, ReadOnlySpan<double> row) where T : unmanaged, INumber<T>
    {
        var target = Row<T>(y);
        for (var x = 0; x < target.Length; x++) target[x] = T.CreateTruncating(row[x]);
        return 0;
    }

    private int Narrow<T>(int y, ReadOnlySpan<double> row) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var target = Row<T>(y);
        var (min, max) = (double.CreateTruncating(T.MinValue), double.CreateTruncating(T.MaxValue));
        var clamped = 0;
        for (var x = 0; x < target.Length; x++)
        {
            var rounded = Math.Round(row[x], MidpointRounding.ToEven);
            if (rounded < min || rounded > max) clamped++;
            // In range, so that the fastest conversion is exact.
            target[x] = T.CreateTruncating(double.ConvertToIntegerNative<long>(Math.Clamp(double.IsNaN(rounded) ? 0 : rounded, min, max)));
        }
        return clamped;
    }
}
