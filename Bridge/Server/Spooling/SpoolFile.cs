using Microsoft.Win32.SafeHandles;

namespace FijiBridge.Bridge.Server.Spooling;

/// <summary>One file of a job, inside the private folder of the server. Deleted on dispose, unless its place is closed first.</summary>
internal sealed class SpoolFile : IDisposable
{
    private const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;

    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly SpoolPlace _place;
    private readonly FlushAhead? _ahead;
    private long _length;
    private int _disposed;

    /// <param name="path">Where it is.</param>
    /// <param name="place">Counts its bytes.</param>
    /// <param name="mode">Whether it must be new, is taken as it is, or is emptied first.</param>
    /// <param name="isKept">It is to outlive the server: <see cref="Flush"/> will be asked for.</param>
    public SpoolFile(string path, SpoolPlace place, FileMode mode, bool isKept)
    {
        (_path, _place) = (path, place);
        _handle = File.OpenHandle(path, mode, FileAccess.ReadWrite, Shared);
        _length = RandomAccess.GetLength(_handle);
        _ahead = isKept ? new FlushAhead(FlushToDisk) : null;
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
        _ahead?.Grown(end);
    }

    /// <summary>Returns when what was written would survive a loss of power.</summary>
    public void Flush()
    {
        if (_ahead is not null) _ahead.Finish();
        else FlushToDisk();
    }

    /// <returns>The number of bytes read, 0 at the end of what has been written.</returns>
    /// <exception cref="ObjectDisposedException">The job has ended and its files are gone.</exception>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellation) =>
        RandomAccess.ReadAsync(_handle, buffer, offset, cancellation);

    /// <summary>A seekable stream over what has been written, with a handle of its own.</summary>
    public FileStream OpenRead() => new(_path, FileMode.Open, FileAccess.Read, Shared, bufferSize: 64 << 10);

    public void Dispose()
    {
        if (!TryClose()) return;
        File.Delete(_path);
        _place.Shrink(_length);
    }

    /// <summary>Leaves the file on the disk.</summary>
    internal bool TryClose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return false;
        _handle.Dispose();
        return true;
    }

    private void FlushToDisk()
    {
        try
        {
            RandomAccess.FlushToDisk(_handle);
        }
        catch (ObjectDisposedException)
        {
            // Ended meanwhile: nobody waits for its bytes.
        }
    }
}
