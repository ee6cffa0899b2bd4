using FijiBridge.Engine;

namespace FijiBridge.Bridge.Server.Quotas;

/// <summary>What one user has brought. All members may be used from any thread.</summary>
internal sealed class UserAccount(ServerLimits limits, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly HourlySum _jobs = new(clock), _bytes = new(clock), _pixels = new(clock);
    private int _running;

    public Complaint? Refusal(long bytes)
    {
        lock (_lock) return Check(bytes);
    }

    /// <exception cref="EngineFailure">LimitExceeded.</exception>
    public void Enter(long bytes)
    {
        lock (_lock)
        {
            if (Check(bytes) is { } refusal) throw new EngineFailure(refusal.Kind, refusal.Sentence);
            _running++;
            _jobs.Add(1);
        }
    }

    public void Leave(long bytes)
    {
        lock (_lock)
        {
            _running--;
            _bytes.Add(bytes);
        }
    }

    /// <exception cref="EngineFailure">LimitExceeded.</exception>
    public void ChargePixels(UInt128 pixels)
    {
        lock (_lock)
        {
            if (TooMuch("pixels", (UInt128)_pixels.Value + pixels, limits.MaxUserPixelsPerHour) is { } refusal)
                throw new EngineFailure(refusal.Kind, refusal.Sentence);
            _pixels.Add((long)pixels);
        }
    }

    private Complaint? Check(long bytes) =>
        _running >= limits.MaxUserJobs
            ? new Complaint(FailureKind.LimitExceeded, $"You have {_running} jobs on this server that have not ended, and at most {limits.MaxUserJobs} are possible: try again when one has ended.")
            : TooMuch("jobs", (UInt128)_jobs.Value + 1, limits.MaxUserJobsPerHour)
                ?? TooMuch("bytes", (UInt128)_bytes.Value + (UInt128)bytes, limits.MaxUserBytesPerHour);

    private static Complaint? TooMuch(string what, UInt128 value, long limit) => value <= (UInt128)limit
        ? null
        : new Complaint(FailureKind.LimitExceeded, $"With this job you would have brought {value} {what} within an hour, and at most {limit} are possible: try again later.");
}
