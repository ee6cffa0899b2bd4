using System.Buffers;

namespace FijiBridge.Engine.Tiff;

/// <summary>A buffer from the shared pool, for the time of a using.</summary>
internal readonly ref struct RentedBytes(int length)
{
    private readonly byte[] _bytes = ArrayPool<byte>.Shared.Rent(length);
    private readonly int _length = length;

    public Span<byte> Span => _bytes.AsSpan(0, _length);

    public ArraySegment<byte> Segment => new(_bytes, 0, _length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
