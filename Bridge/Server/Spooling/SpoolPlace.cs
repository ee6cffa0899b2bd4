namespace FijiBridge.Bridge.Server.Spooling;

/// <summary>What one job keeps in the spool: the stack that was sent and the result that grows, within a promised number of bytes.</summary>
internal sealed class SpoolPlace : IDisposable
{
    // Beyond the promise the place grows in steps, so that the lock of the quota is not taken for every small write.
    private const long GrowthStep = 4 << 20;

    private readonly Lock _lock = new();
    private readonly SpoolQuota _quota;
    private readonly bool _isKept;
    private long _promised;
    private long _written;
    private bool _disposed;

    private SpoolPlace(SpoolQuota quota, long promised, bool isKept) => (_quota, _promised, _isKept) = (quota, promised, isKept);

    /// <summary>The stack as it was sent. Dispose it as soon as it is not needed any more.</summary>
    public SpoolFile Input { get; private set; } = null!;

    /// <summary>The restored stack.</summary>
    public SpoolFile Result { get; private set; } = null!;

    /// <summary>A new place.</summary>
    /// <param name="paths">Where its files will be; neither may exist.</param>
    /// <param name="quota">What all places together may hold.</param>
    /// <param name="expectedBytes">It may grow beyond that as long as there is room.</param>
    /// <param name="isKept">Its files are to outlive the server.</param>
    /// <exception cref="FijiBridge.Engine.EngineFailure">The spool has no room for <paramref name="expectedBytes"/>.</exception>
    public static SpoolPlace Make(SpoolPaths paths, SpoolQuota quota, long expectedBytes, bool isKept)
    {
        quota.Take(expectedBytes);
        return new SpoolPlace(quota, expectedBytes, isKept).Open(paths, FileMode.CreateNew, FileMode.CreateNew);
    }

    /// <summary>The place of a job that an earlier server left. It is counted even where it does not fit any more.</summary>
    /// <param name="paths">Where its files are; a missing one counts as empty.</param>
    /// <param name="quota">What all places together may hold.</param>
    /// <param name="keepsResult">The result is whole; what there is of another will be made anew.</param>
    public static SpoolPlace Adopt(SpoolPaths paths, SpoolQuota quota, bool keepsResult)
    {
        var place = new SpoolPlace(quota, 0, isKept: true).Open(paths, FileMode.OpenOrCreate, keepsResult ? FileMode.OpenOrCreate : FileMode.Create);
        place._written = place._promised = place.Input.Length + place.Result.Length;
        quota.TakeWritten(place._promised);
        return place;
    }

    /// <summary>Promises room for more than is here, so that a job for which there is none fails before it waits.</summary>
    /// <exception cref="FijiBridge.Engine.EngineFailure">The spool has no room for that many bytes.</exception>
    public void Expect(long bytes)
    {
        lock (_lock)
        {
            if (_written + bytes - _promised is not (> 0 and var missing)) return;
            _quota.Take(missing);
            _promised += missing;
        }
    }

    /// <summary>Deletes both files and gives their bytes back. May be called again, also while somebody reads.</summary>
    public void Dispose()
    {
        if (!TryEnd()) return;
        Input?.Dispose();
        Result?.Dispose();
        _quota.Return(_promised, _written);
    }

    /// <summary>Leaves both files on the disk for the next server. Afterwards nothing is deleted any more.</summary>
    public void Close()
    {
        if (!TryEnd()) return;
        Input.TryClose();
        Result.TryClose();
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
            _quota.Written(bytes);
        }
    }

    internal void Shrink(long bytes)
    {
        lock (_lock)
        {
            _written -= bytes;
            _promised -= bytes;
        }
        _quota.Return(bytes, bytes);
    }

    private bool TryEnd()
    {
        lock (_lock)
        {
            if (_disposed) return false;
            return _disposed = true;
        }
    }

    private SpoolPlace Open(SpoolPaths paths, FileMode input, FileMode result)
    {
        try
        {
            Input = new SpoolFile(paths.Input, this, input, _isKept);
            Result = new SpoolFile(paths.Result, this, result, _isKept);
            return this;
        }
        catch
        {
            if (input == FileMode.CreateNew) Dispose();
            else Input?.TryClose();
            throw;
        }
    }
}
