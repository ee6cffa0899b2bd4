using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Training;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Pages;

/// <summary>What the page shows of the caller's trainings, running and ended. What becomes JSON: the caller's own alone, also for admins.</summary>
internal sealed class TrainingOverview(TrainingTable trainings)
{
    /// <summary>All of them, the newest first, without their validations: those are long, and asked for when their version has changed.</summary>
    public object For(Identity caller) => new { Trainings = trainings.Of(caller).Select(Training) };

    /// <summary>The validations of one.</summary>
    /// <exception cref="RpcException">The caller has no such training.</exception>
    public object HistoryOf(string id, Identity caller)
    {
        var history = trainings.Of(caller).FirstOrDefault(job => job.Id == id)?.History
            ?? throw new RpcException(new Status(StatusCode.NotFound, "There is no such training any more."));
        // The version comes first: points that come meanwhile are asked for once more.
        return new { history.Version, Points = history.Told().Select(point => new { point.Step, Loss = Finite(point.Loss), Psnr = Finite(point.ValidationPsnr) }).ToList() };
    }

    private static object Training(TrainingJob job)
    {
        var (run, history) = (TrainingMessages.Summary(job), job.History);
        return new
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
            Psnr = Finite(history.Last?.ValidationPsnr),
            Best = Finite(history.BestPsnr),
            run.Failure,
            run.Resumable,
            HistoryVersion = history.Version,
        };
    }

    // JSON has no words for a loss that is not a number any more.
    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
