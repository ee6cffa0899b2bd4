namespace FijiBridge.Engine.Tiff.Compression;

/// <summary>
/// Compression 5 (TIFF 6.0, section 13): codes of 9 to 12 bits, highest bit first, each width one code early. The string of a code is
/// the previous string and one more byte, and these lie together in what was already written: the table holds only where.
/// </summary>
internal static class Lzw
{
    private const int ClearCode = 256;
    private const int EndOfInformation = 257;
    private const int FirstFreeCode = 258;
    private const int TableSize = 4096;

    public static int Decode(ArraySegment<byte> source, Span<byte> target)
    {
        if (source.Count >= 2 && source[0] == 0 && (source[1] & 1) == 1)
            throw new InvalidDataException("it is in the LZW variant of before TIFF 5.0, which is not read");
        Span<int> start = stackalloc int[TableSize], length = stackalloc int[TableSize];
        var codes = new CodeReader(source);
        int written = 0, next = FirstFreeCode, previousStart = 0, previousLength = 0;
        while (written < target.Length && codes.TryRead(next, out var code) && code != EndOfInformation)
        {
            if (code == ClearCode)
            {
                (next, previousLength) = (FirstFreeCode, 0);
                continue;
            }
            // The new entry is known before its code can be used: the previous string and the byte that follows it in the output.
            if (previousLength > 0 && next < TableSize) (start[next], length[next]) = (previousStart, previousLength + 1);
            if (previousLength > 0) next = Math.Min(next + 1, TableSize);
            if (code >= next || (previousLength == 0 && code > 255)) throw new InvalidDataException($"code {code} is not in the LZW table");
            (previousStart, var count) = (written, code < 256 ? 1 : length[code]);
            if (code < 256) target[written] = (byte)code;
            else count = Copy(target, start[code], written, count);
            previousLength = count;
            written += count;
        }
        return written;
    }

    /// <summary>Forward and byte by byte: the source may run into the target.</summary>
    private static int Copy(Span<byte> bytes, int from, int to, int count)
    {
        count = Math.Min(count, bytes.Length - to);
        if (from + count <= to) bytes.Slice(from, count).CopyTo(bytes[to..]);
        else for (var i = 0; i < count; i++) bytes[to + i] = bytes[from + i];
        return count;
    }

    private ref struct CodeReader(ReadOnlySpan<byte> source)
    {
        private readonly ReadOnlySpan<byte> _source = source;
        private int _position, _bits, _bitCount;

        public bool TryRead(int nextFreeCode, out int code)
        {
            // "One code early": ten bits already for code 511, not from 512 on.
            var width = nextFreeCode switch { < 511 => 9, < 1023 => 10, < 2047 => 11, _ => 12 };
            code = 0;
            while (_bitCount < width)
            {
                if (_position == _source.Length) return false;
                _bits = _bits << 8 | _source[_position++];
                _bitCount += 8;
            }
            _bitCount -= width;
            code = _bits >> _bitCount & (1 << width) - 1;
            _bits &= (1 << _bitCount) - 1;
            return true;
        }
    }
}
