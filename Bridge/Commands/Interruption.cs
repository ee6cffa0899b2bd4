using System.Runtime.InteropServices;

namespace FijiBridge.Bridge.Commands;

/// <summary>
/// Turns Ctrl-C and requests to terminate into a cancellation. A second Ctrl-C ends the program at once. A hang-up counts as a
/// request to terminate, but for servers on Unix, where it is the usual request to read everything anew.
/// </summary>
public sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;

    /// <param name="survivesHangup">The program is a server.</param>
    public Interruption(bool survivesHangup = false)
    {
        _signals = [Watch(PosixSignal.SIGINT), Watch(PosixSignal.SIGTERM)];
        if (!survivesHangup || OperatingSystem.IsWindows()) _signals = [.. _signals, Watch(PosixSignal.SIGHUP)];
    }

    /// <summary>Does something at each hang-up until it is disposed; nothing on Windows, where a closed console looks like one.</summary>
    public static IDisposable? OnHangup(Action action) => OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
    {
        context.Cancel = true;
        action();
    });

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _source.Dispose();
    }

    private PosixSignalRegistration Watch(PosixSignal kind) => PosixSignalRegistration.Create(kind, context =>
    {
        context.Cancel = !_source.IsCancellationRequested;
        if (context.Cancel) _source.Cancel();
    });
}
