using System.Globalization;
using FijiBridge.Engine;

namespace FijiBridge.Bridge.Server.Quotas;

/// <summary>Refuses new jobs when the machine runs out of memory, so that those that run can end.</summary>
/// <param name="minFreeBytes">What must be free.</param>
/// <param name="free">How much is, in bytes.</param>
internal sealed class MemoryGuard(long minFreeBytes, Func<long> free)
{
    private const string MemoryInfo = "/proc/meminfo";
    private const string Available = "MemAvailable:";

    public MemoryGuard(ServerLimits limits)
        : this(limits.MinFreeMemoryBytes, FreeBytes)
    {
    }

    /// <summary>Null when a job can be taken in.</summary>
    public Complaint? Refusal() => free() is var bytes && bytes < minFreeBytes
        ? new Complaint(FailureKind.LimitExceeded, $"The server has {bytes} bytes of memory left and takes no new job below {minFreeBytes}: try again when others have ended.")
        : null;

    // Memory that the system can give without swapping, and within what a container leaves to this process.
    private static long FreeBytes()
    {
        var process = GC.GetGCMemoryInfo();
        var left = process.TotalAvailableMemoryBytes - Environment.WorkingSet;
        return File.Exists(MemoryInfo) && SystemFreeBytes() is { } system ? Math.Min(left, system) : left;
    }

    private static long? SystemFreeBytes() =>
        File.ReadLines(MemoryInfo).FirstOrDefault(line => line.StartsWith(Available, StringComparison.Ordinal)) is { } line
        && long.TryParse(line[Available.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.Integer, CultureInfo.InvariantCulture, out var kilobytes)
            ? kilobytes << 10
            : null;
}
