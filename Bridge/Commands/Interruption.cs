using System.Runtime.InteropServices;

namespace FijiBridge.Bridge.Commands;

/// <summary>Turns Ctrl-C and requests to terminate into a cancellation. A second Ctrl-C ends the program at once.</summary>
public sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;

    public Interruption() =>
        _signals = [Watch(PosixSignal.SIGINT), Watch(PosixSignal.SIGTERM), Watch(PosixSignal.SIGHUP)];

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
