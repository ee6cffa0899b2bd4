using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Auditing;
using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Bridge.Server.Metering;
using FijiBridge.Bridge.Server.Quotas;
using FijiBridge.Engine;
using FijiBridge.Protos.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server;

/// <summary>The service <c>fijibridge.v1.Restoration</c>: admit, parse, spool, hand over, stream back; nothing else.</summary>
internal sealed class RestorationService(
    ServerDescription description, Checker checker, RequestParser parser, Admission admission, JobTable jobs, JobRunner runner, ServerMeters meters, ServerLimits limits,
    ILogger<RestorationService> log)
    : Restoration.RestorationBase
{
    public override Task<ServerInfo> GetServer(GetServerRequest request, ServerCallContext context) =>
        description.ToWireAsync();

    public override Task<CheckReply> Check(CheckRequest request, ServerCallContext context) =>
        Task.FromResult(checker.Check(request, context.Caller()));

    public override async Task Restore(
        IAsyncStreamReader<RestoreRequest> requestStream, IServerStreamWriter<RestoreReply> responseStream, ServerCallContext context)
    {
        var upload = new Upload(requestStream, limits, meters, context.CancellationToken);
        var header = await upload.ReadHeaderAsync().ConfigureAwait(false);
        var job = header.ResumeJobId.Length > 0 ? Resumed(header, context) : admission.Admit(parser.Parse(header, context.Caller()));
        context.About(job.Id);
        var replying = ReplyAsync(job, 0, responseStream, context);
        await ReceiveAsync(upload, job, (long)header.ResumeOffset, context.CancellationToken).ConfigureAwait(false);
        await replying.ConfigureAwait(false);
    }

    public override Task<JobInfo> GetJob(GetJobRequest request, ServerCallContext context) =>
        Task.FromResult(JobMessages.Info(Find(request.JobId, context) ?? throw UnknownJob()));

    public override Task<ListJobsReply> ListJobs(ListJobsRequest request, ServerCallContext context)
    {
        var own = jobs.All.Where(job => job.Owner == context.Caller().User).OrderByDescending(job => job.Ticket.Created);
        return Task.FromResult(new ListJobsReply { Jobs = { own.Select(JobMessages.Info) } });
    }

    public override Task Watch(WatchRequest request, IServerStreamWriter<RestoreReply> responseStream, ServerCallContext context)
    {
        var job = Find(request.JobId, context) ?? throw UnknownJob();
        var offset = request.Run == 0 || request.Run == job.Run ? (long)Math.Min(request.Offset, long.MaxValue) : 0;
        return ReplyAsync(job, offset, responseStream, context);
    }

    public override async Task<CancelReply> Cancel(CancelRequest request, ServerCallContext context)
    {
        var ended = Find(request.JobId, context) is { } job && await jobs.EndAsync(job, JobState.Cancelled, Cancelled).ConfigureAwait(false);
        return new CancelReply { Cancelled = ended };
    }

    // Somebody else's job is told from no job by nothing, so that ids cannot be tried out.
    private Job? Find(string jobId, ServerCallContext context)
    {
        context.About(jobId);
        return jobs.Find(jobId) is { } job && context.Caller().MaySee(job.Owner) ? job : null;
    }

    private Job Resumed(RestoreHeader header, ServerCallContext context)
    {
        var job = Find(header.ResumeJobId, context) ?? throw UnknownJob();
        if (header.ResumeOffset <= (ulong)job.Stack.Length || job.View.State != JobState.Receiving) return job;
        throw new EngineFailure(
            FailureKind.BadRequest, $"The upload cannot go on at byte {header.ResumeOffset}: only {job.Stack.Length} bytes have arrived.");
    }

    private async Task ReceiveAsync(Upload upload, Job job, long offset, CancellationToken connection)
    {
        try
        {
            using var seat = await job.Uploads.TakeAsync(connection).ConfigureAwait(false);
            if (job.View.State == JobState.Receiving) await ReceiveAsync(upload, job, offset, seat).ConfigureAwait(false);
            else await upload.SkipAsync(job).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (connection.IsCancellationRequested)
        {
            // Lost before its turn to upload had come.
            log.UploadLost(job.Id, job.Stack.Length, limits.LostUploadTime);
        }
    }

    private async Task ReceiveAsync(Upload upload, Job job, long offset, UploadTurn.Seat seat)
    {
        try
        {
            await upload.ReceiveAsync(job, offset, seat.TakenOver).ConfigureAwait(false);
            await runner.AcceptAsync(job).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsLoss(exception) && !job.Ending.IsCancellationRequested)
        {
            log.UploadLost(job.Id, job.Stack.Length, limits.LostUploadTime);
        }
        catch (Exception exception)
        {
            runner.Fail(job, exception);
        }
    }

    private static bool IsLoss(Exception exception) => exception is OperationCanceledException or LostClientException;

    private async Task ReplyAsync(Job job, long offset, IServerStreamWriter<RestoreReply> replies, ServerCallContext context)
    {
        using var seat = job.Attach();
        var stream = new ReplyStream(job, replies, limits, meters, context);
        try
        {
            await stream.SendAsync(offset).ConfigureAwait(false);
        }
        finally
        {
            var view = job.View;
            if (view is { Failure: not null, State: not JobState.Suspended } && !stream.ClientIsLost && job.Gone.IsCompleted) jobs.Remove(job);
            else if (stream.ClientIsLost && view.State != JobState.Receiving) log.ClientLost(job.Id, view.State, limits.LostClientTime);
        }
    }

    private static RpcException Cancelled => new(new Status(StatusCode.Cancelled, "The job was cancelled."));

    private static RpcException UnknownJob() => new(new Status(
        StatusCode.NotFound, "There is no such job any more: it was fetched, cancelled, or its client was away for too long."));
}
