namespace FijiBridge.Bridge.Server.Spooling;

/// <summary>What one job keeps in the spool: the stack that was sent and the result that grows, within a promised number of bytes.</summary>
internal sealed class SpoolPlace : IDisposable
{
    // Beyond the promise the place grows in steps, so that the lock of the quota is not taken for every small write.
    private const long GrowthStep = 4 << 20;

    private readonly Lock _lock = new();
    private readonly SpoolQuota _quota;
    private long _promised;
    private long _written;
    private bool _disposed;

    /// <exception cref="FijiBridge.Engine.EngineFailure">The spool has no room for <paramref name="expectedBytes"/>.</exception>
    public SpoolPlace(string folder, SpoolQuota quota, long expectedBytes)
    {
        quota.Take(expectedBytes);
        (_quota, _promised) = (quota, expectedBytes);
        try
        {
            Input = new SpoolFile(Path.Combine(folder, SpoolFolder.RandomName() + ".input"), this);
            Result = new SpoolFile(Path.Combine(folder, SpoolFolder.RandomName() + ".result"), this);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The stack as it was sent. Dispose it as soon as it is not needed any more.</summary>
    public SpoolFile Input { get; } = null!;

    /// <summary>The restored stack.</summary>
    public SpoolFile Result { get; } = null!;

    /// <summary>Deletes both files and gives their bytes back. May be called again, also while somebody reads.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
        }
        Input?.Dispose();
        Result?.Dispose();
        _quota.Return(_promised);
    }

    internal void Grow(long bytes)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var missing = _written + bytes - _promised;
            if (missing > 0)
            {
                var step = Math.Max(missing, Math.Min(GrowthStep, _quota.Free));
                _quota.Take(step);
                _promised += step;
            }
            _written += bytes;
        }
    }

    internal void Shrink(long bytes)
    {
        lock (_lock)
        {
            _written -= bytes;
            _promised -= bytes;
        }
        _quota.Return(bytes);
    }
}
