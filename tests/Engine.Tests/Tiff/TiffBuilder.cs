using System.Text;

namespace FijiBridge.Engine.Tests.Tiff;

/// <summary>Puts a TIFF together byte by byte, in any byte order, right or wrong: what no well-behaved writer would write.</summary>
internal sealed class TiffBuilder(bool bigEndian = false, bool bigTiff = false)
{
    private readonly List<Page> _pages = [];

    public bool IsBigEndian => bigEndian;

    /// <summary>A page with the given strips or tiles; tags are tag number, field type, values.</summary>
    public TiffBuilder AddPage(int width, int height, int bits, byte[][] segments, params (int Tag, int Type, object Value)[] tags)
    {
        _pages.Add(new Page(width, height, bits, segments, tags));
        return this;
    }

    /// <summary>Where the IFD of each page starts, after <see cref="Build"/>.</summary>
    public List<long> DirectoryOffsets { get; } = [];

    public byte[] Build(long firstOffset = -1)
    {
        using var file = new MemoryStream();
        file.Write(new byte[bigTiff ? 16 : 8]);
        var linkAt = bigTiff ? 8L : 4L;
        foreach (var page in _pages) linkAt = WritePage(file, page, linkAt);
        file.Position = 0;
        file.Write(bigEndian ? "MM"u8 : "II"u8);
        file.Write(Number(bigTiff ? 43UL : 42UL, 2));
        if (bigTiff) file.Write([.. Number(8, 2), 0, 0]);
        if (firstOffset >= 0) file.Write(Number((ulong)firstOffset, bigTiff ? 8 : 4));
        return file.ToArray();
    }

    /// <summary>Samples of 1, 2, 4 or 8 bytes in the builder's byte order.</summary>
    public byte[] Samples(int size, params ulong[] values) => [.. values.SelectMany(value => Number(value, size))];

    private long WritePage(MemoryStream file, Page page, long linkAt)
    {
        var offsets = new List<ulong>();
        foreach (var segment in page.Segments)
        {
            offsets.Add((ulong)file.Position);
            file.Write(segment);
        }
        var fields = Fields(page, offsets).OrderBy(f => f.Tag).ToList();
        var values = new Dictionary<int, long>();
        var slot = bigTiff ? 8 : 4;
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i].Bytes.Length <= slot) continue;
            values[i] = file.Position;
            file.Write(fields[i].Bytes);
        }
        var start = file.Position;
        Patch(file, linkAt, (ulong)start);
        DirectoryOffsets.Add(start);
        file.Write(Number((ulong)fields.Count, bigTiff ? 8 : 2));
        for (var i = 0; i < fields.Count; i++)
        {
            file.Write(Number((ulong)fields[i].Tag, 2));
            file.Write(Number((ulong)fields[i].Type, 2));
            file.Write(Number(fields[i].Count, slot));
            file.Write(values.TryGetValue(i, out var at) ? Number((ulong)at, slot) : [.. fields[i].Bytes, .. new byte[slot - fields[i].Bytes.Length]]);
        }
        var link = file.Position;
        file.Write(new byte[slot]);
        return link;
    }

    private IEnumerable<(int Tag, int Type, ulong Count, byte[] Bytes)> Fields(Page page, List<ulong> offsets)
    {
        var tiled = page.Tags.Any(t => t.Tag == 322);
        var defaults = new (int Tag, int Type, object Value)[]
        {
            (256, 4, page.Width), (257, 4, page.Height), (258, 3, page.Bits), (262, 3, 1),
            (tiled ? 324 : 273, 4, offsets.ToArray()), (tiled ? 325 : 279, 4, page.Segments.Select(s => (ulong)s.Length).ToArray()),
        };
        foreach (var (tag, type, value) in defaults.Where(d => page.Tags.All(t => t.Tag != d.Tag)).Concat(page.Tags))
            if (value is not Absent) yield return Field(tag, type, value);
    }

    private (int Tag, int Type, ulong Count, byte[] Bytes) Field(int tag, int type, object value)
    {
        if (value is string text) value = Encoding.UTF8.GetBytes(text + "\0");
        if (value is byte[] bytes) return (tag, type, (ulong)bytes.Length, bytes);
        var numbers = value is ulong[] many ? many : value is int[] ints ? [.. ints.Select(i => (ulong)i)] : [Convert.ToUInt64(value)];
        var size = type switch { 1 or 2 or 6 or 7 => 1, 3 or 8 => 2, 16 or 17 or 18 => 8, 5 => 4, _ => 4 };
        var count = type == 5 ? numbers.Length / 2 : numbers.Length;
        return (tag, type, (ulong)count, [.. numbers.SelectMany(n => Number(n, size))]);
    }

    private void Patch(MemoryStream file, long at, ulong value)
    {
        var end = file.Position;
        file.Position = at;
        file.Write(Number(value, bigTiff ? 8 : 4));
        file.Position = end;
    }

    private byte[] Number(ulong value, int size)
    {
        var bytes = new byte[size];
        for (var i = 0; i < size; i++) bytes[bigEndian ? size - 1 - i : i] = (byte)(value >> 8 * i);
        return bytes;
    }

    private sealed record Page(int Width, int Height, int Bits, byte[][] Segments, (int Tag, int Type, object Value)[] Tags);
}

/// <summary>In place of a value: the tag is left out.</summary>
internal sealed record Absent;
