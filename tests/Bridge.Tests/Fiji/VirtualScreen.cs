using System.Diagnostics;

namespace FijiBridge.Bridge.Tests.Fiji;

/// <summary>A virtual screen for all tests of this run, with a number that nobody else uses.</summary>
internal static class VirtualScreen
{
    public const string Program = "/usr/bin/Xvfb";

    private static readonly Lazy<string> Number = new(Start);

    public static string Display => Number.Value;

    // Xvfb takes a free number by itself and tells it.
    private static string Start()
    {
        var start = new ProcessStartInfo(Program, ["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var server = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Kill();
        _ = server.StandardError.ReadToEndAsync();
        var number = server.StandardOutput.ReadLineAsync();
        if (!number.Wait(TimeSpan.FromSeconds(60)) || number.Result is not { Length: > 0 } display) throw new InvalidOperationException("Xvfb told no display within a minute");
        return ":" + display;
    }
}
