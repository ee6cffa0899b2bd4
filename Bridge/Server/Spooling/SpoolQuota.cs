using FijiBridge.Engine;

namespace FijiBridge.Bridge.Server.Spooling;

/// <summary>Counts the bytes promised to jobs, so that the temporary storage never holds more than its operator allowed.</summary>
internal sealed class SpoolQuota(long maxBytes)
{
    private readonly Lock _lock = new();
    private long _used;

    /// <summary>Bytes that are promised at this moment.</summary>
    public long Used
    {
        get { lock (_lock) return _used; }
    }

    /// <summary>Bytes that can still be promised.</summary>
    public long Free => maxBytes - Used;

    /// <exception cref="EngineFailure"><see cref="FailureKind.OutOfSpace"/>: less than that is free.</exception>
    public void Take(long bytes)
    {
        lock (_lock)
        {
            if (bytes > maxBytes - _used)
            {
                throw new EngineFailure(
                    FailureKind.OutOfSpace,
                    $"The temporary storage of the server has {maxBytes - _used} of {maxBytes} bytes free, and {bytes} more are needed: " +
                    "try again when other jobs have ended, or ask for a larger spool.");
            }
            _used += bytes;
        }
    }

    /// <summary>Counts bytes that are there already, even beyond what is allowed: nothing new is taken in until they are gone.</summary>
    public void TakeAnyway(long bytes)
    {
        lock (_lock) _used += bytes;
    }

    public void Return(long bytes)
    {
        lock (_lock) _used -= bytes;
    }
}
