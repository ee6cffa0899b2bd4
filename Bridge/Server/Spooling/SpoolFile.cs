using Microsoft.Win32.SafeHandles;

namespace FijiBridge.Bridge.Server.Spooling;

/// <summary>One file of a job: made exclusively inside the private folder of the server, deleted on dispose.</summary>
internal sealed class SpoolFile : IDisposable
{
    private const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;

    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly SpoolPlace _place;
    private long _length;
    private int _disposed;

    public SpoolFile(string path, SpoolPlace place)
    {
        (_path, _place) = (path, place);
        _handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, Shared);
    }

    /// <summary>Bytes written so far. One thread writes, any number may read up to here.</summary>
    public long Length => Volatile.Read(ref _length);

    /// <exception cref="FijiBridge.Engine.EngineFailure">The spool is full.</exception>
    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        var end = Math.Max(_length, offset + bytes.Length);
        _place.Grow(end - _length);
        RandomAccess.Write(_handle, bytes, offset);
        Volatile.Write(ref _length, end);
    }

    /// <returns>The number of bytes read, 0 at the end of what has been written.</returns>
    /// <exception cref="ObjectDisposedException">The job has ended and its files are gone.</exception>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellation) =>
        RandomAccess.ReadAsync(_handle, buffer, offset, cancellation);

    /// <summary>A seekable stream over what has been written, with a handle of its own.</summary>
    public FileStream OpenRead() => new(_path, FileMode.Open, FileAccess.Read, Shared, bufferSize: 64 << 10);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        _handle.Dispose();
        File.Delete(_path);
        _place.Shrink(_length);
    }
}
