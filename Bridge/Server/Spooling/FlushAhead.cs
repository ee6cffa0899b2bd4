namespace FijiBridge.Bridge.Server.Spooling;

/// <summary>
/// Brings a growing file to the disk while it grows, a step at a time in the background, so that at its end, when somebody waits, little is left to do.
/// </summary>
/// <param name="flush">Returns when all that was written before would survive a loss of power.</param>
internal sealed class FlushAhead(Action flush)
{
    internal const long Step = 64 << 20;

    private long _flushed;
    private Task _running = Task.CompletedTask;

    /// <summary>The file has that length now. Never waits.</summary>
    public void Grown(long length)
    {
        if (length - _flushed < Step || !_running.IsCompletedSuccessfully) return;
        _flushed = length;
        _running = Task.Run(flush);
    }

    /// <summary>Brings the rest to the disk.</summary>
    /// <exception cref="IOException">The disk failed, now or before: it tells of a failure only once.</exception>
    public void Finish()
    {
        _running.GetAwaiter().GetResult();
        flush();
    }
}
