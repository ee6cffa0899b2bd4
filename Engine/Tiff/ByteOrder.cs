using System.Buffers.Binary;

namespace FijiBridge.Engine.Tiff;

/// <summary>The byte order that a TIFF's header states: "II" little-endian, "MM" big-endian.</summary>
internal readonly record struct ByteOrder(bool IsBigEndian)
{
    /// <summary>True where the numbers of the file are not those of this machine.</summary>
    public bool IsForeign => IsBigEndian == BitConverter.IsLittleEndian;

    public ushort UInt16(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    public uint UInt32(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    public ulong UInt64(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
}
