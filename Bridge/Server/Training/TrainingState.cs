using FijiBridge.Engine.Training.Runs;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>The life of a training, in order; the last four are ends.</summary>
internal enum TrainingState
{
    /// <summary>Files are being uploaded.</summary>
    Receiving,

    /// <summary>Another training runs.</summary>
    Queued,

    /// <summary>Pairs are opened and checked.</summary>
    Preparing,

    Training,

    /// <summary>The model is in the catalogue.</summary>
    Done,

    Failed,

    Cancelled,

    /// <summary>The server stops; the next one goes on with it.</summary>
    Suspended,
}

/// <summary>What is known about a training at one instant.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="BytesReceived">Bytes of its files that have arrived.</param>
/// <param name="Ahead">Trainings that run or wait before this one.</param>
/// <param name="Progress">What the engine said last; null before it began.</param>
/// <param name="Preview">A picture of the last validation; null before the first.</param>
/// <param name="Done">Set when it is done.</param>
/// <param name="Failure">Set when it failed or was cancelled.</param>
internal readonly record struct TrainingView(
    TrainingState State, long BytesReceived, int Ahead, RunProgress? Progress, Preview? Preview, TrainingDone? Done, RpcException? Failure)
{
    public bool HasEnded => State >= TrainingState.Done;

    /// <summary>What is known from before: nothing of a new training.</summary>
    public static TrainingView Of(TrainingRecord record, TrainingHistory history) => new(
        StateOf(record.Phase), record.Files.Sum(file => file.Bytes), 0, ProgressOf(record, history),
        history.Last is { } last ? new Preview((long)last.Step, last.ValidationPsnr, last.ValidationSsim, []) : null, record.Done, record.Failure);

    private static RunProgress? ProgressOf(TrainingRecord record, TrainingHistory history) => history.Last is not { } last ? null : new RunProgress
    {
        NoisyPsnr = record.Done?.NoisyPsnr,
        SmoothedPsnr = record.Done?.SmoothedPsnr,
        OriginPsnr = record.Done is { HasOriginPsnr: true } done ? done.OriginPsnr : null,
        Training = new Engine.Training.TrainingProgress(
            (long)last.Step, last.Steps == 0 ? null : (long)last.Steps, last.Loss, null, history.BestPsnr, TimeSpan.FromSeconds(record.Done?.Seconds ?? 0), null),
    };

    private static TrainingState StateOf(TrainingPhase phase) => phase switch
    {
        TrainingPhase.Accepted => TrainingState.Queued,
        TrainingPhase.Done => TrainingState.Done,
        TrainingPhase.Failed => TrainingState.Failed,
        TrainingPhase.Cancelled => TrainingState.Cancelled,
        _ => TrainingState.Receiving,
    };
}

/// <summary>A picture of a validation.</summary>
/// <param name="Step">The step after which it was made.</param>
/// <param name="Psnr">The figure of that validation, in dB.</param>
/// <param name="Ssim">Its structural similarity.</param>
/// <param name="Png">Noisy, restored and clean, side by side; empty when an earlier server made it.</param>
internal sealed record Preview(long Step, double Psnr, double Ssim, byte[] Png);
