using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Runs;

namespace FijiBridge.Bridge.Commands.Training;

/// <summary>A model that was trained here.</summary>
/// <param name="Name">Of the model.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Installed">It is among the user's models, so that restore finds it by its name.</param>
/// <param name="Outcome">What the engine says.</param>
internal sealed record TrainResult(string Name, string Folder, bool Installed, TrainingOutcome Outcome)
{
    public bool IsInterrupted => Outcome.Trained.Reason == StopReason.Cancelled;

    public int ExitCode => IsInterrupted ? ExitCodes.Interrupted : ExitCodes.Done;
}
