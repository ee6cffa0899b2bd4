namespace FijiBridge.Bridge.Server.Spooling;

/// <summary>The engine's end of a <see cref="GrowingResult"/>; it seeks only when nobody reads before the end.</summary>
internal sealed class ResultStream(GrowingResult result, bool sequential) : Stream
{
    private long _position;

    public override bool CanRead => false;

    public override bool CanWrite => true;

    public override bool CanSeek => !sequential;

    public override long Length => result.Length;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        result.Write(buffer, _position, sequential);
        _position += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin)
    {
        if (sequential) throw new NotSupportedException("the result is sent while it is written");
        return _position = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            _ => Length,
        };
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("a result only grows");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("a result is read by its clients");
}
