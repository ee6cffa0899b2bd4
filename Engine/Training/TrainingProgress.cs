namespace FijiBridge.Engine.Training;

/// <summary>Where a training stands.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all; null while a training by duration still measures its speed.</param>
/// <param name="Loss">Mean loss of the steps since the last report.</param>
/// <param name="Score">The validation figure, when this report comes from a validation.</param>
/// <param name="BestScore">The best validation figure so far.</param>
/// <param name="Elapsed">Time spent, over all resumptions.</param>
/// <param name="Left">Estimate of the time left.</param>
public sealed record TrainingProgress(
    long Step, long? Steps, double Loss, double? Score, double? BestScore, TimeSpan Elapsed, TimeSpan? Left);

/// <summary>Judges the network as it stands, larger is better (a PSNR in dB).</summary>
public delegate double Validation(NetworkRunner network);

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>All steps are done.</summary>
    Finished,

    /// <summary>Validation did not improve for as long as was allowed.</summary>
    NoImprovement,

    /// <summary>The time is over.</summary>
    OutOfTime,

    /// <summary>It was cancelled; the best weights so far are kept.</summary>
    Cancelled,
}
