using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Training.Packages;
using FijiBridge.Protos.V1;
using Google.Protobuf;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>What is known about trainings, in the words of the wire.</summary>
internal static class TrainingMessages
{
    public static TrainingProgress Progress(TrainingView view)
    {
        var (run, steps) = (view.Progress, view.Progress?.Training);
        var progress = new TrainingProgress
        {
            Stage = StageOf(view.State),
            BytesReceived = (ulong)view.BytesReceived,
            QueuePosition = (uint)view.Ahead,
            PairsReady = (uint)(run?.PairsReady ?? 0),
            Pairs = (uint)(run?.Pairs ?? 0),
            Step = (ulong)(steps?.Step ?? 0),
            Steps = (ulong)(steps?.Steps ?? 0),
            Loss = steps?.Loss ?? 0,
            ValidationPsnr = view.Preview?.Psnr ?? 0,
            ValidationSsim = view.Preview?.Ssim ?? 0,
            BestPsnr = steps?.BestScore ?? 0,
            NoisyPsnr = run?.NoisyPsnr ?? 0,
            SmoothedPsnr = run?.SmoothedPsnr ?? 0,
            SecondsLeft = steps?.Left?.TotalSeconds ?? -1,
            Seconds = steps?.Elapsed.TotalSeconds ?? 0,
        };
        if (run?.OriginPsnr is { } origin) progress.OriginPsnr = origin;
        return progress;
    }

    public static TrainingProgress WithPreview(this TrainingProgress progress, Preview? preview)
    {
        if (preview is not null) progress.PreviewPng = ByteString.CopyFrom(preview.Png);
        return progress;
    }

    public static TrainingRunInfo Info(TrainingJob job)
    {
        var info = Summary(job);
        info.History.Add(job.History.Told());
        return info;
    }

    /// <summary>All but its validations.</summary>
    public static TrainingRunInfo Summary(TrainingJob job) => new()
    {
        RunId = job.Id,
        Name = job.Name,
        Progress = Progress(job.View),
        Failure = job.View.Failure?.Status.Detail ?? "",
        Created = job.Created.ToUnixTimeMilliseconds(),
        Resumable = job.IsResumable,
    };

    public static TrainingFigures Figures(ModelEvaluation evaluation) => new()
    {
        Role = evaluation.Role.ToString().ToLowerInvariant(),
        Sample = evaluation.Sample,
        Images = (uint)evaluation.Images,
        Figures =
        {
            ["noisy"] = Figures(evaluation.Mean.Noisy),
            ["smoothed"] = Figures(evaluation.Mean.Smoothed),
            ["median"] = Figures(evaluation.Mean.Median),
            ["nlm"] = Figures(evaluation.Mean.Nlm),
            ["restored"] = Figures(evaluation.Mean.Restored!),
        },
    };

    private static Figures Figures(Scores scores) => new() { Psnr = scores.Psnr, Ssim = scores.Ssim, Nrmse = scores.Nrmse };

    private static TrainingStage StageOf(TrainingState state) => state switch
    {
        TrainingState.Receiving => TrainingStage.Receiving,
        TrainingState.Queued or TrainingState.Suspended => TrainingStage.Queued,
        TrainingState.Preparing => TrainingStage.Preparing,
        TrainingState.Training => TrainingStage.Training,
        TrainingState.Done => TrainingStage.Done,
        TrainingState.Failed => TrainingStage.Failed,
        TrainingState.Cancelled => TrainingStage.Cancelled,
        _ => TrainingStage.Unspecified,
    };
}
