using System.Buffers.Binary;

namespace FijiBridge.Engine.Tiff;

/// <summary>Writes an IFD and, behind it, the values that have no room in it. Little-endian.</summary>
internal sealed class DirectoryEncoder(bool bigTiff)
{
    private int HeadSize => bigTiff ? 8 : 2;

    private int EntrySize => bigTiff ? 20 : 12;

    private int SlotSize => bigTiff ? 8 : 4;

    /// <summary>Bytes of the IFD with its values, a multiple of 8.</summary>
    public long Size(IReadOnlyList<OutputField> fields) =>
        DirectorySize(fields.Count) + fields.Where(IsOutside).Sum(f => Aligned(f.Value.LongLength));

    /// <summary>True for a field whose values lie behind the IFD.</summary>
    public bool IsOutside(OutputField field) => field.Value.Length > SlotSize;

    /// <summary>Where entry <paramref name="index"/> has its value or the offset of its values.</summary>
    public int SlotAt(int index) => HeadSize + (index + 1) * EntrySize - SlotSize;

    /// <summary>Where an IFD of so many entries has the offset of the next.</summary>
    public int LinkAt(int count) => HeadSize + count * EntrySize;

    public byte[] Encode(IReadOnlyList<OutputField> fields, long offset, long nextOffset)
    {
        var bytes = new byte[Size(fields)];
        if (bigTiff) BinaryPrimitives.WriteInt64LittleEndian(bytes, fields.Count);
        else BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)fields.Count);
        var (entry, values) = (HeadSize, DirectorySize(fields.Count));
        foreach (var field in fields.OrderBy(f => f.Tag))
        {
            values = WriteEntry(bytes, entry, values, field, offset);
            entry += EntrySize;
        }
        WriteOffset(bytes.AsSpan(entry), nextOffset);
        return bytes;
    }

    private static int Aligned(long size) => checked((int)(size + 7 & ~7L));

    private int DirectorySize(int count) => Aligned(HeadSize + count * EntrySize + SlotSize);

    private int WriteEntry(byte[] bytes, int entry, int values, OutputField field, long offset)
    {
        var target = bytes.AsSpan(entry, EntrySize);
        BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)field.Tag);
        BinaryPrimitives.WriteUInt16LittleEndian(target[2..], (ushort)field.Type);
        WriteOffset(target[4..], field.Count);
        if (!IsOutside(field))
        {
            field.Value.CopyTo(target[(EntrySize - SlotSize)..]);
            return values;
        }
        WriteOffset(target[(EntrySize - SlotSize)..], offset + values);
        field.Value.CopyTo(bytes.AsSpan(values));
        return values + Aligned(field.Value.Length);
    }

    private void WriteOffset(Span<byte> target, long value)
    {
        if (bigTiff) BinaryPrimitives.WriteInt64LittleEndian(target, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(target, checked((uint)value));
    }
}
