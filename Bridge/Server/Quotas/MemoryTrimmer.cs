using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace FijiBridge.Bridge.Server.Quotas;

/// <summary>
/// Gives the system back, every minute, what ONNX Runtime and the .NET runtime have freed. The GNU C library keeps it in one heap for each thread that ever asked
/// for memory, where a few blocks in use hold back everything beneath them; a server of many small jobs would grow by about 1.4 kB for each.
/// </summary>
internal sealed class MemoryTrimmer(TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Gives back what is free now. Other C libraries than GNU's keep nothing, or have no such call: then nothing happens.</summary>
    public static void Trim()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = GiveBack(0);
        }
        catch (EntryPointNotFoundException)
        {
            // musl.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) Trim();
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GiveBack(nuint keptAtTheTop);
}
