using System.Buffers.Binary;

namespace FijiBridge.Engine.Tiff;

/// <summary>
/// An encoded IFD that is moved from page to page: stacks have many pages whose IFDs differ in the offsets only. Make it once with strip offset
/// and byte count of any value.
/// </summary>
internal sealed class DirectoryTemplate
{
    private readonly byte[] _bytes;
    private readonly int[] _pointers;
    private readonly int _stripOffset, _byteCount, _next;
    private readonly bool _bigTiff;
    private long _at;

    public DirectoryTemplate(IReadOnlyList<OutputField> fields, bool bigTiff)
    {
        var encoder = new DirectoryEncoder(bigTiff);
        _bigTiff = bigTiff;
        _bytes = encoder.Encode(fields, 0, 0);
        var sorted = fields.OrderBy(f => f.Tag).ToList();
        _pointers = [.. Enumerable.Range(0, sorted.Count).Where(i => encoder.IsOutside(sorted[i])).Select(encoder.SlotAt)];
        _stripOffset = encoder.SlotAt(sorted.FindIndex(f => f.Tag == TiffTag.StripOffsets));
        _byteCount = encoder.SlotAt(sorted.FindIndex(f => f.Tag == TiffTag.StripByteCounts));
        _next = encoder.LinkAt(sorted.Count);
    }

    public int Size => _bytes.Length;

    /// <summary>The IFD for a place in the file. The same memory each time.</summary>
    public ReadOnlySpan<byte> At(long offset, long nextOffset, long stripOffset, long byteCount)
    {
        foreach (var pointer in _pointers) Write(pointer, Read(pointer) - _at + offset);
        _at = offset;
        Write(_next, nextOffset);
        Write(_stripOffset, stripOffset);
        Write(_byteCount, byteCount);
        return _bytes;
    }

    private long Read(int at) => _bigTiff ? BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(at)) : BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at));

    private void Write(int at, long value)
    {
        if (_bigTiff) BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(at), value);
        else BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(at), checked((uint)value));
    }
}
