using System.Diagnostics.CodeAnalysis;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>
/// One connection at a time uploads a job. A client that comes back takes over from its own earlier connection, whose loss the
/// server may not have noticed yet.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing, nor does the source of a token without a timer.")]
internal sealed class UploadTurn
{
    private readonly SemaphoreSlim _free = new(1);
    private CancellationTokenSource? _holder;

    /// <summary>Asks whoever uploads to stop, and waits until they have.</summary>
    public async Task<Seat> TakeAsync(CancellationToken cancellation)
    {
        var mine = new CancellationTokenSource();
        if (Interlocked.Exchange(ref _holder, mine) is { } earlier) await earlier.CancelAsync().ConfigureAwait(false);
        await _free.WaitAsync(cancellation).ConfigureAwait(false);
        return new Seat(_free, mine);
    }

    /// <summary>Does something if nobody uploads, and keeps everybody from uploading meanwhile.</summary>
    public void IfFree(Action action)
    {
        if (!_free.Wait(0)) return;
        try
        {
            action();
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>The right to upload, until it is disposed.</summary>
    internal sealed class Seat(SemaphoreSlim free, CancellationTokenSource mine) : IDisposable
    {
        /// <summary>Cancelled when another connection takes over.</summary>
        public CancellationToken TakenOver => mine.Token;

        public void Dispose() => free.Release();
    }
}
