using System.Text;

namespace FijiBridge.Engine.Tiff;

/// <summary>One entry of an IFD: where its values lie, not the values.</summary>
internal readonly record struct TiffField(TiffTag Tag, TiffFieldType Type, long Count, long ValueOffset)
{
    public long ByteCount => Count * Type.Size();
}

/// <summary>
/// An image file directory (IFD). Only its entries are in memory; values are read when they are asked for, and only after their extent was
/// checked against the file.
/// </summary>
internal sealed class ImageFileDirectory
{
    private readonly TiffFile _file;
    private readonly byte[] _bytes;

    private ImageFileDirectory(TiffFile file, long offset, byte[] bytes, int entryCount)
    {
        (_file, Offset, _bytes, EntryCount) = (file, offset, bytes, entryCount);
        var next = bytes.AsSpan(HeadSize + entryCount * EntrySize);
        NextOffset = file.IsBigTiff ? (long)file.ByteOrder.UInt64(next) : file.ByteOrder.UInt32(next);
    }

    public long Offset { get; }

    /// <summary>Offset of the next IFD of the chain; 0 at its end.</summary>
    public long NextOffset { get; }

    public int EntryCount { get; }

    public long ByteCount => _bytes.Length;

    private int HeadSize => _file.IsBigTiff ? 8 : 2;

    private int EntrySize => _file.IsBigTiff ? 20 : 12;

    public static ImageFileDirectory Read(TiffFile file, long offset)
    {
        var big = file.IsBigTiff;
        Span<byte> head = stackalloc byte[big ? 8 : 2];
        file.ReadNear(offset, head, "The IFD");
        var entries = big ? file.ByteOrder.UInt64(head) : file.ByteOrder.UInt16(head);
        if (entries > (ulong)file.Options.MaxEntriesPerDirectory)
            throw new TiffFormatException($"The IFD at offset {offset} claims {entries} entries; the limit is {file.Options.MaxEntriesPerDirectory}; the file is damaged, export it again.");
        var size = head.Length + (int)entries * (big ? 20 : 12) + (big ? 8 : 4);
        file.RequireInside(offset, size, "The IFD");
        var bytes = new byte[size];
        file.ReadNear(offset, bytes, "The IFD");
        return new ImageFileDirectory(file, offset, bytes, (int)entries);
    }

    /// <summary>
    /// True where the entries are those of <paramref name="other"/>, byte for byte, except for tags that say nothing of the layout. False does
    /// not mean that the layouts differ: values outside the IFD are not compared.
    /// </summary>
    public bool HasLayoutEntriesOf(ImageFileDirectory other)
    {
        if (EntryCount != other.EntryCount) return false;
        for (var i = 0; i < EntryCount; i++)
        {
            var mine = Entry(i);
            var others = other.Entry(i);
            if (mine.SequenceEqual(others)) continue;
            if (!mine[..2].SequenceEqual(others[..2]) || ((TiffTag)_file.ByteOrder.UInt16(mine)).ConcernsLayout()) return false;
        }
        return true;
    }

    /// <summary>The first entry with <paramref name="tag"/>.</summary>
    public bool TryFind(TiffTag tag, out TiffField field) => TryFind(tag, 0, out field);

    /// <summary>The text of the first ImageDescription (or another ASCII tag) for which <paramref name="wanted"/> holds, or null.</summary>
    public string? Text(TiffTag tag, Func<string, bool>? wanted = null)
    {
        for (var nth = 0; TryFind(tag, nth, out var field); nth++)
        {
            if (field.Type is not (TiffFieldType.Ascii or TiffFieldType.Byte or TiffFieldType.Undefined)) continue;
            var text = DecodeText(Bytes(field, _file.Options.MaxDescriptionBytes));
            if (wanted is null || wanted(text)) return text;
        }
        return null;
    }

    /// <summary>The first value of an integer tag, or <paramref name="otherwise"/> where the tag is absent.</summary>
    public long Integer(TiffTag tag, long otherwise) => TryFind(tag, out var field) ? Integers(field, 1)[0] : otherwise;

    /// <summary>The first value of an integer tag that every image must have.</summary>
    public long RequiredInteger(TiffTag tag) => TryFind(tag, out var field)
        ? Integers(field, 1)[0]
        : throw new TiffFormatException($"The IFD at offset {Offset} lacks {tag.Describe()}; the file is damaged, export it again.");

    /// <summary>The first <paramref name="count"/> values of an integer field.</summary>
    public long[] Integers(TiffField field, long count)
    {
        if (field.Type is not (TiffFieldType.Byte or TiffFieldType.Short or TiffFieldType.Long or TiffFieldType.Ifd or TiffFieldType.Long8 or TiffFieldType.Ifd8))
            throw new TiffFormatException($"In the IFD at offset {Offset} {field.Tag.Describe()} has field type {(ushort)field.Type}, which is not an unsigned integer; the file is damaged, export it again.");
        if (field.Count < count)
            throw new TiffFormatException($"In the IFD at offset {Offset} {field.Tag.Describe()} has {field.Count} values, {count} are needed; the file is damaged, export it again.");
        var bytes = Bytes(field with { Count = count }, long.MaxValue);
        var values = new long[count];
        for (var i = 0; i < values.Length; i++) values[i] = IntegerAt(field.Type, bytes, i);
        return values;
    }

    /// <summary>A rational as numerator and denominator, or null where the tag is absent or of another type.</summary>
    public (uint Numerator, uint Denominator)? Rational(TiffTag tag)
    {
        if (!TryFind(tag, out var field) || field is not { Type: TiffFieldType.Rational, Count: >= 1 }) return null;
        var bytes = Bytes(field with { Count = 1 }, 8);
        return (_file.ByteOrder.UInt32(bytes), _file.ByteOrder.UInt32(bytes.AsSpan(4)));
    }

    /// <summary>The bytes of a field as they lie in the file.</summary>
    public byte[] Bytes(TiffField field, long limit)
    {
        if (field.ByteCount > limit)
            throw new TiffFormatException($"In the IFD at offset {Offset} {field.Tag.Describe()} has {field.ByteCount} bytes; the limit is {limit} bytes; save the image without it, or raise the limit.");
        RequireInside(field);
        var bytes = new byte[field.ByteCount];
        ReadInto(field.ValueOffset, bytes, field.Tag);
        return bytes;
    }

    private static string DecodeText(byte[] bytes)
    {
        var end = bytes.Length;
        while (end > 0 && bytes[end - 1] == 0) end--;
        return Encoding.UTF8.GetString(bytes, 0, end);
    }

    private bool TryFind(TiffTag tag, int nth, out TiffField field)
    {
        for (var i = 0; i < EntryCount; i++)
        {
            var entry = Entry(i);
            if (_file.ByteOrder.UInt16(entry) != (ushort)tag || nth-- > 0) continue;
            field = Field(tag, entry, Offset + HeadSize + i * EntrySize);
            return true;
        }
        field = default;
        return false;
    }

    private ReadOnlySpan<byte> Entry(int i) => _bytes.AsSpan(HeadSize + i * EntrySize, EntrySize);

    private TiffField Field(TiffTag tag, ReadOnlySpan<byte> entry, long entryOffset)
    {
        var (order, big) = (_file.ByteOrder, _file.IsBigTiff);
        var type = (TiffFieldType)order.UInt16(entry[2..]);
        var count = big ? order.UInt64(entry[4..]) : order.UInt32(entry[4..]);
        if (type.Size() == 0 || count > (ulong)_file.Length)
            throw new TiffFormatException($"In the IFD at offset {Offset} {tag.Describe()} claims {count} values of field type {(ushort)type}, which cannot be; the file is damaged, export it again.");
        var valueSlot = entry[(big ? 12 : 8)..];
        var inline = (long)count * type.Size() <= valueSlot.Length;
        var offset = inline ? entryOffset + (big ? 12 : 8) : big ? (long)order.UInt64(valueSlot) : order.UInt32(valueSlot);
        return new TiffField(tag, type, (long)count, offset);
    }

    private long IntegerAt(TiffFieldType type, byte[] bytes, int i) => type.Size() switch
    {
        1 => bytes[i],
        2 => _file.ByteOrder.UInt16(bytes.AsSpan(2 * i)),
        4 => _file.ByteOrder.UInt32(bytes.AsSpan(4 * i)),
        _ => (long)_file.ByteOrder.UInt64(bytes.AsSpan(8 * i)),
    };

    private void RequireInside(TiffField field) =>
        _file.RequireInside(field.ValueOffset, field.ByteCount, $"The value of {field.Tag.Describe()} of the IFD at offset {Offset}");

    private void ReadInto(long offset, Span<byte> target, TiffTag tag)
    {
        var inDirectory = offset - Offset;
        if (inDirectory >= 0 && inDirectory + target.Length <= _bytes.Length)
            _bytes.AsSpan((int)inDirectory, target.Length).CopyTo(target);
        else
            _file.Read(offset, target, $"The value of {tag.Describe()}");
    }
}
