using System.Threading.Channels;
using FijiBridge.Bridge.Server;
using FijiBridge.Engine.Training.Runs;

namespace FijiBridge.Bridge.Tests.Server.Training;

/// <summary>The real training, which goes as far as a test lets it.</summary>
/// <param name="name">Of the model whose training is held; others go on.</param>
internal sealed class StepGate(string name)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Channel<bool> _leave = Channel.CreateUnbounded<bool>();
    private readonly Channel<bool> _stops = Channel.CreateUnbounded<bool>();
    private int _reached;

    public TrainPairs Train => (request, package, progress, _, ct) => TrainingRun.Run(request, package, progress, request.Name == name ? Wait : null, ct);

    /// <summary>Lets it go on, and waits until it has done that many steps.</summary>
    public async Task ReachAsync(int step)
    {
        for (; _reached < step; _reached++)
        {
            await StopAsync();
            _leave.Writer.TryWrite(true);
        }
        await StopAsync();
        _stops.Writer.TryWrite(true);
    }

    /// <summary>From here on nothing holds it.</summary>
    public void Open() => _leave.Writer.TryComplete();

    private async Task StopAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _stops.Reader.ReadAsync(patience.Token);
    }

    private void Wait(CancellationToken ct)
    {
        _stops.Writer.TryWrite(true);
        try
        {
            _leave.Reader.ReadAsync(ct).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception over) when (over is ChannelClosedException or OperationCanceledException)
        {
            // The gate is open, or the training was cancelled.
        }
    }
}
