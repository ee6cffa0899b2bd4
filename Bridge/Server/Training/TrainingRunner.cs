using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Engine;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Runs;
using FijiBridge.Protos.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>Hands trainings over to the engine, one at a time; tiles of stacks go ahead of every step.</summary>
internal sealed class TrainingRunner(EngineAccess engine, TrainingParser parser, ServerLimits limits, FailureReporter reporter, ILogger<TrainingRunner> log)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private readonly TurnQueue _turns = new(1);

    /// <summary>The upload is whole: from here on the training goes on, whatever happens to its client and, if jobs are kept, to the server.</summary>
    public void Accept(TrainingJob job)
    {
        job.Files.End();
        Directory.CreateDirectory(job.Files.Folder);
        job.Keeper.Accepted(job.Files.Stored);
        Start(job);
    }

    /// <summary>Starts on files that were received in full, at the beginning or where it stood; the order of these calls is that of the trainings.</summary>
    public void Start(TrainingJob job)
    {
        var turn = _turns.EnterAsync(job.Queued, job.Stopping);
        _ = Task.Run(() => RunAsync(job, turn));
    }

    /// <summary>Ends a training because of <paramref name="exception"/>.</summary>
    public void Fail(TrainingJob job, Exception exception)
    {
        if (job.View.State == TrainingState.Suspended)
        {
            job.Keeper.Suspended();
        }
        else if (exception is OperationCanceledException && job.Stopping.IsCancellationRequested)
        {
            job.Keeper.Cancelled(Cancelled);
            if (job.End(TrainingState.Cancelled, Cancelled)) log.TrainingCancelled(job.Id);
        }
        else if (!job.View.HasEnded)
        {
            var told = reporter.Report(exception, $"training {job.Id}");
            job.Keeper.Failed(told);
            if (job.End(TrainingState.Failed, told)) log.TrainingFailed(job.Id, told.Status.Detail);
        }
        job.Release();
    }

    private async Task RunAsync(TrainingJob job, Task<IDisposable> turn)
    {
        try
        {
            using var mine = await turn.ConfigureAwait(false);
            await BeginAsync(job).ConfigureAwait(false);
            var outcome = engine.Train(RequestOf(job), job.Files.Package, job, WaitForTiles, job.Stopping);
            var model = Keep(job);
            var done = Done(model, outcome);
            job.Keeper.Finished(done);
            // Before anybody is told, the files are gone.
            job.Files.Dispose();
            job.Finish(done);
            log.TrainingDone(job.Id, model.Name, outcome.Trained.Steps, outcome.Trained.BestScore ?? 0);
            job.Release();
        }
        catch (EngineFailure damaged) when (damaged.Kind == FailureKind.DataLoss)
        {
            Fail(job, Lost("The saved state of this training was damaged on the disk of the server, so that it cannot go on: send the images again."));
        }
        catch (Exception exception)
        {
            Fail(job, exception);
        }
    }

    private async Task BeginAsync(TrainingJob job)
    {
        var (files, step) = (job.Files, job.History.LastStep);
        if (job.Keeper.Record is { Tries: var tries } && tries >= limits.MaxRuns && step <= job.Keeper.Record.TriedFrom)
            throw Lost($"The server stopped {tries} times at the same place of this training, and does not try again: train elsewhere, or ask its operator.");
        if (!await files.AreWholeAsync(job.Stopping).ConfigureAwait(false))
            throw Lost("The images were damaged on the disk of the server before the training was over: send the images again.");
        job.Keeper.Began(step);
        log.TrainingBegins(job.Id, files.Stored.Count, files.Bytes, step);
        // A server that died while it wrote the model left a part of it.
        if (Directory.Exists(files.Package)) Directory.Delete(files.Package, recursive: true);
    }

    private TrainingRequest RequestOf(TrainingJob job) => parser.Parse(job.Keeper.Record.Settings, job.Files, job.Owner) with
    {
        KeepsBest = () => job.KeepsBest,
        Checkpoint = job.Files.Checkpoint,
        Resume = true,
    };

    // A server that died right after the import left the model in the list; an admin's is everybody's at once, like one that an admin imports.
    private InstalledModel Keep(TrainingJob job)
    {
        var (package, owner) = (job.Files.Package, job.Keeper.Record.Owner);
        if (job.Keeper.Record.Tries > 1 && engine.Models.List().FirstOrDefault(model => model.Name == job.Name) is { } present && present.Sha256 == ModelFolder.Open(package, builtIn: false).Sha256)
            return present;
        return engine.Models.Import(package, owner.IsAdmin ? null : owner.User);
    }

    private static RpcException Cancelled => new(new Status(StatusCode.Cancelled, "The training was cancelled; there is no model."));

    private static RpcException Lost(string sentence) => new(new Status(StatusCode.DataLoss, sentence));

    private void WaitForTiles(CancellationToken ct)
    {
        while (engine.Restores() && !ct.IsCancellationRequested) Thread.Sleep(Look);
    }

    private TrainingDone Done(InstalledModel model, TrainingOutcome outcome)
    {
        var done = Told(model, outcome);
        if (outcome.OriginPsnr is { } origin) done.OriginPsnr = origin;
        return done;
    }

    private TrainingDone Told(InstalledModel model, TrainingOutcome outcome) => new()
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
