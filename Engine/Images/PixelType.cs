namespace FijiBridge.Engine.Images;

/// <summary>The type of one sample of a plane. The names follow the OME data model's <c>PixelType</c> in meaning.</summary>
public enum PixelType
{
    UInt8,
    Int8,
    UInt16,
    Int16,
    UInt32,
    Int32,
    Float32,
    Float64,
}

/// <summary>Facts about each <see cref="PixelType"/>.</summary>
public static class PixelTypes
{
    /// <summary>Size of one sample in bytes: 1, 2, 4 or 8.</summary>
    public static int BytesPerSample(this PixelType type) => type switch
    {
        PixelType.UInt8 or PixelType.Int8 => 1,
        PixelType.UInt16 or PixelType.Int16 => 2,
        PixelType.UInt32 or PixelType.Int32 or PixelType.Float32 => 4,
        PixelType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a pixel type"),
    };

    /// <summary>True for the six integer types, whose samples are rounded and clamped when written.</summary>
    public static bool IsInteger(this PixelType type) => type is not (PixelType.Float32 or PixelType.Float64);

    /// <summary>The smallest and largest value that a sample can hold; for the floating types the finite range.</summary>
    public static (double Min, double Max) Range(this PixelType type) => type switch
    {
        PixelType.UInt8 => (byte.MinValue, byte.MaxValue),
        PixelType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        PixelType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        PixelType.Int16 => (short.MinValue, short.MaxValue),
        PixelType.UInt32 => (uint.MinValue, uint.MaxValue),
        PixelType.Int32 => (int.MinValue, int.MaxValue),
        PixelType.Float32 => (float.MinValue, float.MaxValue),
        PixelType.Float64 => (double.MinValue, double.MaxValue),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a pixel type"),
    };
}
