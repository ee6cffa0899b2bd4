using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Training;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server.Pages;

/// <summary>What the page shows of the caller's trainings, running and ended, with the validations of each.</summary>
internal sealed class TrainingOverview(TrainingTable trainings)
{
    /// <returns>What becomes JSON: the caller's own, the newest first, also for admins.</returns>
    public object For(Identity caller) => new { Trainings = trainings.Of(caller).Select(TrainingMessages.Info).Select(Training) };

    private static object Training(TrainingRunInfo run) => new
    {
        Id = run.RunId,
        run.Name,
        Status = run.Progress.Stage.ToString().ToLowerInvariant(),
        CreatedMs = run.Created,
        run.Progress.BytesReceived,
        Ahead = run.Progress.QueuePosition,
        run.Progress.Step,
        run.Progress.Steps,
        Loss = run.Progress.Step == 0 ? null : Finite(run.Progress.Loss),
        SecondsLeft = run.Progress.SecondsLeft < 0 ? null : Finite(run.Progress.SecondsLeft),
        Psnr = run.History.Count == 0 ? null : Finite(run.History[^1].ValidationPsnr),
        Best = run.History.Count == 0 ? null : Finite(run.History.Max(point => point.ValidationPsnr)),
        run.Failure,
        run.Resumable,
        History = run.History.Select(point => new { point.Step, Loss = Finite(point.Loss), Psnr = Finite(point.ValidationPsnr) }),
    };

    // JSON has no words for a loss that is not a number any more.
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
