namespace FijiBridge.Engine.Inference;

/// <summary>How much an <see cref="InferenceQueue"/> takes in and passes on at once.</summary>
public sealed record QueueLimits
{
    /// <summary>
    /// Bytes of inputs and outputs that wait or run; callers beyond it wait until there is room. Default 256 MiB. A tile that is larger than the limit alone
    /// is let in when nothing else is.
    /// </summary>
    public long WaitingBytes { get; init; } = 256L << 20;

    /// <summary>Input samples that one run takes at most; a batch always has at least one tile. Default 4 Mi (64 tiles of 256 x 256).</summary>
    public long BatchSamples { get; init; } = 4L << 20;

    /// <summary>
    /// The defaults for a device. The processor takes tile by tile: larger batches gain nothing there (a few per cent at most), cost memory, and keep
    /// cancellation and other jobs waiting.
    /// </summary>
    public static QueueLimits For(DeviceKind device) => device == DeviceKind.Cpu ? new QueueLimits { BatchSamples = 1 } : new QueueLimits();

    internal int BatchSize(ModelSession session) => (int)Math.Clamp(BatchSamples / session.Source.Input.Length, 1, session.BatchLimit);
}
