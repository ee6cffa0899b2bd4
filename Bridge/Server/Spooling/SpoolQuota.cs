using FijiBridge.Engine;

namespace FijiBridge.Bridge.Server.Spooling;

/// <summary>
/// Counts the bytes promised to jobs, so that the temporary storage never holds more than its operator allowed, and nobody is promised what the disk has
/// for the promises before.
/// </summary>
/// <param name="maxBytes">What the operator allows.</param>
/// <param name="diskFree">Bytes that can be written to the disk at this moment.</param>
internal sealed class SpoolQuota(long maxBytes, Func<long> diskFree)
{
    /// <summary>Bytes of the disk that are promised to nobody: the records of jobs and trainings need some.</summary>
    public const long Reserve = 1 << 20;

    private readonly Lock _lock = new();
    private long _promised;
    private long _written;

    /// <summary>Bytes that are promised at this moment.</summary>
    public long Used
    {
        get { lock (_lock) return _promised; }
    }

    /// <summary>Bytes that can still be promised.</summary>
    public long Free
    {
        get { lock (_lock) return FreeNow(); }
    }

    /// <exception cref="EngineFailure"><see cref="FailureKind.OutOfSpace"/>: less than that is free.</exception>
    public void Take(long bytes)
    {
        lock (_lock)
        {
            if (bytes > 0 && FreeNow() is var free && bytes > free)
            {
                throw new EngineFailure(
                    FailureKind.OutOfSpace,
                    $"The temporary storage of the server has {free} of {maxBytes} bytes free, and {bytes} more are needed: " +
                    "try again when other jobs have ended, or ask for a larger spool.");
            }
            _promised += bytes;
        }
    }

    /// <summary>So many of the promised bytes are on the disk now.</summary>
    public void Written(long bytes)
    {
        lock (_lock) _written += bytes;
    }

    /// <summary>Counts bytes that are on the disk already, even beyond what is allowed: nothing new is taken in until they are gone.</summary>
    public void TakeWritten(long bytes)
    {
        lock (_lock) (_promised, _written) = (_promised + bytes, _written + bytes);
    }

    /// <summary>Gives promised bytes back.</summary>
    /// <param name="promised">All of them.</param>
    /// <param name="written">Those of them that were on the disk, and are deleted.</param>
    public void Return(long promised, long written)
    {
        lock (_lock) (_promised, _written) = (_promised - promised, _written - written);
    }

    private long FreeNow() => Math.Max(0, Math.Min(maxBytes - _promised, diskFree() - (_promised - _written) - Reserve));
}
