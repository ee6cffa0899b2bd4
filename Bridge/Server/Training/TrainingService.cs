using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Auditing;
using FijiBridge.Engine;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>The service <c>fijibridge.v1.Training</c>: admit, spool, hand over, tell how it goes.</summary>
internal sealed class TrainingService(TrainingChecker checker, TrainingTable trainings, TrainingRunner runner, ServerLimits limits) : Protos.V1.Training.TrainingBase
{
    public override Task<CheckTrainingReply> Check(CheckTrainingRequest request, ServerCallContext context)
    {
        context.Require(Role.Trainer, "Training a model");
        return Task.FromResult(checker.Check(request));
    }

    public override async Task Train(IAsyncStreamReader<TrainRequest> requestStream, IServerStreamWriter<TrainReply> responseStream, ServerCallContext context)
    {
        var owner = context.Require(Role.Trainer, "Training a model");
        using var reader = new PatientReader<TrainRequest>(requestStream, limits.UploadStallTime, context.CancellationToken);
        var settings = await ReadSettingsAsync(reader).ConfigureAwait(false);
        checker.Require(settings);
        var job = trainings.Admit(owner, settings);
        context.About(job.Id);
        var replying = new TrainingReplyStream(job, responseStream, limits, context).SendAsync();
        await ReceiveAsync(reader, job, context.CancellationToken).ConfigureAwait(false);
        await replying.ConfigureAwait(false);
    }

    public override Task Watch(WatchTrainingRequest request, IServerStreamWriter<TrainReply> responseStream, ServerCallContext context)
    {
        context.About(request.RunId);
        var job = trainings.Find(request.RunId, context.Caller()) ?? throw Unknown;
        return new TrainingReplyStream(job, responseStream, limits, context).SendAsync();
    }

    public override async Task<CancelTrainingReply> Cancel(CancelTrainingRequest request, ServerCallContext context)
    {
        context.About(request.RunId);
        if (trainings.Find(request.RunId, context.Caller()) is not { } job) return new CancelTrainingReply();
        if (job.View.HasEnded) return new CancelTrainingReply { Deleted = !request.KeepBest && trainings.Discard(job) };
        await job.StopAsync(request.KeepBest).ConfigureAwait(false);
        // What is kept takes a while to be written: who wants it goes on watching.
        if (!request.KeepBest) await job.Gone.WaitAsync(limits.StopTime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new CancelTrainingReply { Cancelled = true };
    }

    public override Task<ResumeTrainingReply> Resume(ResumeTrainingRequest request, ServerCallContext context)
    {
        context.Require(Role.Trainer, "Training a model");
        context.About(request.RunId);
        var job = trainings.Find(request.RunId, context.Caller()) ?? throw Unknown;
        if (!job.View.HasEnded) return Task.FromResult(new ResumeTrainingReply());
        checker.Require(job.Keeper.Record.Settings);
        runner.Start(trainings.Resume(job));
        return Task.FromResult(new ResumeTrainingReply { Resumed = true });
    }

    public override Task<ListRunsReply> ListRuns(ListRunsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListRunsReply { Runs = { trainings.Of(context.Caller()).Select(TrainingMessages.Info) } });

    // No fault of the server.
    private static RpcException UploadLost => new(new Status(StatusCode.Cancelled, "The connection broke before all files had arrived."));

    private static RpcException Unknown => new(new Status(StatusCode.NotFound, "There is no such training any more: its upload was not whole when the server was started anew, or it ended long ago."));

    private static async Task<TrainingSettings> ReadSettingsAsync(PatientReader<TrainRequest> reader)
    {
        if (await reader.NextAsync().ConfigureAwait(false) && reader.Current.PartCase == TrainRequest.PartOneofCase.Settings) return reader.Current.Settings;
        throw new EngineFailure(FailureKind.BadRequest, "The first message of Train must be the settings.");
    }

    private async Task ReceiveAsync(PatientReader<TrainRequest> reader, TrainingJob job, CancellationToken connection)
    {
        try
        {
            while (await reader.NextAsync().ConfigureAwait(false))
            {
                job.Stopping.ThrowIfCancellationRequested();
                Take(reader.Current, job, job.Files);
            }
            runner.Accept(job);
        }
        catch (Exception exception)
        {
            var isLost = exception is LostClientException || connection.IsCancellationRequested;
            runner.Fail(job, isLost ? UploadLost : exception);
            if (isLost) trainings.Remove(job);
        }
    }

    private static void Take(TrainRequest request, TrainingJob job, TrainingFiles files)
    {
        if (request.PartCase == TrainRequest.PartOneofCase.File)
        {
            files.Begin(request.File);
        }
        else if (request.PartCase == TrainRequest.PartOneofCase.Data)
        {
            files.Append(request.Data.Span);
            job.Received(request.Data.Length);
        }
        else
        {
            throw new EngineFailure(FailureKind.BadRequest, "After the settings, every message of Train must be a file or bytes of it.");
        }
    }
}
