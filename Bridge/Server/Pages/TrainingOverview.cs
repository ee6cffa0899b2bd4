using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Training;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Pages;

/// <summary>What the page shows of the caller's trainings, running and ended, and deletes of them: the caller's own alone, also for admins.</summary>
internal sealed class TrainingOverview(TrainingTable trainings)
{
    /// <summary>What becomes JSON: all of them, the newest first, without their validations, which are long and asked for when their version has changed.</summary>
    public object For(Identity caller) => new { Trainings = trainings.Of(caller).Select(Training) };

    /// <summary>The validations of one.</summary>
    /// <exception cref="RpcException">The caller has no such training.</exception>
    public object HistoryOf(string id, Identity caller)
    {
        var history = Find(id, caller).History;
        // The version comes first: points that come meanwhile are asked for once more.
        return new { history.Version, Points = history.Told().Select(point => new { point.Step, Loss = Finite(point.Loss), Psnr = Finite(point.ValidationPsnr) }).ToList() };
    }

    /// <summary>Deletes the images and the state of a training that was cancelled.</summary>
    /// <exception cref="RpcException">The caller has no such training, or nothing is kept of it.</exception>
    public void Discard(string id, Identity caller)
    {
        if (!trainings.Discard(Find(id, caller)))
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "Nothing is kept of this training: only of one that was cancelled, until it is resumed."));
    }

    private TrainingJob Find(string id, Identity caller) => trainings.Of(caller).FirstOrDefault(job => job.Id == id)
        ?? throw new RpcException(new Status(StatusCode.NotFound, "There is no such training any more."));

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
            Smoothed = run.Progress.SmoothedPsnr == 0 ? null : Finite(run.Progress.SmoothedPsnr),
            Origin = run.Progress.HasOriginPsnr ? Finite(run.Progress.OriginPsnr) : null,
            run.Failure,
            run.Resumable,
            HistoryVersion = history.Version,
        };
    }

    // JSON has no words for a loss that is not a number any more.
    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
