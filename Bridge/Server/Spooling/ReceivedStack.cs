namespace FijiBridge.Bridge.Server.Spooling;

/// <summary>The stack of a job while it arrives, over as many connections as it takes. One thread at a time appends.</summary>
internal sealed class ReceivedStack(SpoolFile file)
{
    private Crc32C _crc;
    private long _summed;

    /// <summary>Bytes that are here: an upload that broke off goes on from there.</summary>
    public long Length => file.Length;

    /// <exception cref="FijiBridge.Engine.EngineFailure">The spool is full.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        file.Write(bytes, file.Length);
        _crc.Append(bytes);
        _summed += bytes.Length;
    }

    /// <summary>Everything has arrived.</summary>
    /// <param name="flush">Returns only when it would survive a loss of power.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>CRC-32C of all bytes.</returns>
    public async Task<uint> CompleteAsync(bool flush, CancellationToken cancellation)
    {
        if (flush) file.Flush();
        // What an earlier server received went into no sum of this one.
        if (_summed != file.Length) _crc = await SumAsync(cancellation).ConfigureAwait(false);
        return _crc.Value;
    }

    /// <summary>Looks whether what is on the disk is still what arrived.</summary>
    public async Task<bool> IsWholeAsync(long bytes, uint crc, CancellationToken cancellation) =>
        file.Length == bytes && (await SumAsync(cancellation).ConfigureAwait(false)).Value == crc;

    private async Task<Crc32C> SumAsync(CancellationToken cancellation)
    {
        var stream = file.OpenRead();
        await using var closing = stream.ConfigureAwait(false);
        return await Crc32C.OfAsync(stream, cancellation).ConfigureAwait(false);
    }
}
