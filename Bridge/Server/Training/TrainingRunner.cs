using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Runs;
using FijiBridge.Protos.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>Hands trainings over to the engine, one at a time; tiles of stacks go ahead of every step.</summary>
internal sealed class TrainingRunner(EngineAccess engine, TrainingParser parser, FailureReporter reporter, ILogger<TrainingRunner> log)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private readonly TurnQueue _turns = new(1);

    /// <summary>Starts on files that were received in full; they are deleted at the end, whatever happens.</summary>
    public void Start(TrainingJob job, TrainingSettings settings, TrainingFiles files, Identity owner) =>
        _ = Task.Run(() => RunAsync(job, settings, files, owner));

    /// <summary>Ends a training because of <paramref name="exception"/>.</summary>
    public void Fail(TrainingJob job, TrainingFiles files, Exception exception)
    {
        if (exception is OperationCanceledException && job.Stopping.IsCancellationRequested)
        {
            if (job.End(TrainingState.Cancelled, new RpcException(new Status(StatusCode.Cancelled, "The training was cancelled; there is no model.")))) log.TrainingCancelled(job.Id);
        }
        else if (!job.View.HasEnded)
        {
            var told = reporter.Report(exception, $"training {job.Id}");
            if (job.End(TrainingState.Failed, told)) log.TrainingFailed(job.Id, told.Status.Detail);
        }
        files.Dispose();
        job.Release();
    }

    private async Task RunAsync(TrainingJob job, TrainingSettings settings, TrainingFiles files, Identity owner)
    {
        try
        {
            using var turn = await _turns.EnterAsync(job.Queued, job.Stopping).ConfigureAwait(false);
            log.TrainingBegins(job.Id, files.Count, files.Bytes);
            var request = parser.Parse(settings, files, owner.User) with { KeepsBest = () => job.KeepsBest };
            Directory.CreateDirectory(files.Folder);
            var package = Path.Combine(files.Folder, "package");
            var outcome = engine.Train(request, package, job, WaitForTiles, job.Stopping);
            // An admin's model is everybody's at once, like one that an admin imports.
            var model = engine.Models.Import(package, owner.IsAdmin ? null : owner.User);
            files.Dispose();
            job.Finish(Done(model, outcome));
            log.TrainingDone(job.Id, model.Name, outcome.Trained.Steps, outcome.Trained.BestScore ?? 0);
            job.Release();
        }
        catch (Exception exception)
        {
            Fail(job, files, exception);
        }
    }

    private void WaitForTiles(CancellationToken ct)
    {
        while (engine.Restores() && !ct.IsCancellationRequested) Thread.Sleep(Look);
    }

    private TrainingDone Done(InstalledModel model, TrainingOutcome outcome) => new()
    {
        Model = ModelMessages.Info(model, isDefault: model.Name == engine.Models.Default.Name),
        Steps = (ulong)outcome.Trained.Steps,
        BestStep = (ulong)outcome.Trained.BestStep,
        ValidationPsnr = outcome.Trained.BestScore ?? 0,
        NoisyPsnr = outcome.NoisyPsnr,
        SmoothedPsnr = outcome.SmoothedPsnr,
        Figures = { outcome.Evaluations.Select(TrainingMessages.Figures) },
        Warnings = { outcome.Warnings },
        Seconds = outcome.Trained.Elapsed.TotalSeconds,
        Interrupted = outcome.Trained.Reason == StopReason.Cancelled,
        Device = Engine.Inference.DeviceKinds.Id(outcome.Device.Kind),
    };
}
