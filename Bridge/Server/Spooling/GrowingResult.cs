using System.Security.Cryptography;

namespace FijiBridge.Bridge.Server.Spooling;

/// <summary>
/// The result of a job while it grows: the engine writes, any number of clients read behind it at their own pace, so that a
/// slow client never holds the device.
/// </summary>
internal sealed class GrowingResult(SpoolFile file, Action grown) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _available;

    /// <summary>Bytes that will not change any more and can be sent.</summary>
    public long Available => Volatile.Read(ref _available);

    /// <summary>
    /// The stream that the engine writes. Sequential: what is written can be sent at once, and seeking back is refused.
    /// Otherwise nothing can be sent before <see cref="CompleteAsync"/>.
    /// </summary>
    public Stream OpenWrite(bool sequential) => new ResultStream(this, sequential);

    /// <summary>All bytes are there. Returns the SHA-256 of them, lower-case hexadecimal.</summary>
    public async Task<string> CompleteAsync(CancellationToken cancellation)
    {
        if (Available < file.Length) await HashAllAsync(cancellation).ConfigureAwait(false);
        Publish();
        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    /// <summary>Looks whether the result that an earlier server wrote is still the one of that hash; then it can be sent.</summary>
    public async Task<bool> FindWholeAsync(string sha256, CancellationToken cancellation)
    {
        await HashAllAsync(cancellation).ConfigureAwait(false);
        if (Convert.ToHexStringLower(_hash.GetCurrentHash()) != sha256) return false;
        Publish();
        return true;
    }

    /// <returns>The number of bytes read, 0 when none beyond <paramref name="offset"/> can be sent yet.</returns>
    /// <exception cref="ObjectDisposedException">The job has ended and its files are gone.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellation)
    {
        var count = (int)Math.Clamp(Available - offset, 0, buffer.Length);
        return count == 0 ? 0 : await file.ReadAsync(buffer[..count], offset, cancellation).ConfigureAwait(false);
    }

    public void Dispose() => _hash.Dispose();

    internal long Length => file.Length;

    internal void Write(ReadOnlySpan<byte> bytes, long offset, bool sequential)
    {
        file.Write(bytes, offset);
        if (!sequential) return;
        _hash.AppendData(bytes);
        Publish();
    }

    private void Publish()
    {
        Volatile.Write(ref _available, file.Length);
        grown();
    }

    private async Task HashAllAsync(CancellationToken cancellation)
    {
        var stream = file.OpenRead();
        await using var closing = stream.ConfigureAwait(false);
        var buffer = new byte[1 << 20];
        for (int count; (count = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
            _hash.AppendData(buffer, 0, count);
    }
}
