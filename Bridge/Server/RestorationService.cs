using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Auditing;
using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Protos.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server;

/// <summary>The service <c>fijibridge.v1.Restoration</c>: admit, parse, spool, hand over, stream back; nothing else.</summary>
internal sealed class RestorationService(
    ServerDescription description, Checker checker, RequestParser parser, JobTable jobs, JobRunner runner, ServerLimits limits, ILogger<RestorationService> log)
    : Restoration.RestorationBase
{
    public override Task<ServerInfo> GetServer(GetServerRequest request, ServerCallContext context) =>
        description.ToWireAsync();

    public override Task<CheckReply> Check(CheckRequest request, ServerCallContext context) =>
        Task.FromResult(checker.Check(request, context.Caller()));

    public override async Task Restore(
        IAsyncStreamReader<RestoreRequest> requestStream, IServerStreamWriter<RestoreReply> responseStream, ServerCallContext context)
    {
        var upload = new Upload(requestStream, limits, context.CancellationToken);
        var request = parser.Parse(await upload.ReadHeaderAsync().ConfigureAwait(false), context.Caller());
        var job = jobs.Admit(request);
        context.About(job.Id);
        var replying = ReplyAsync(job, 0, responseStream, context);
        await ReceiveAsync(upload, job, context.CancellationToken).ConfigureAwait(false);
        await replying.ConfigureAwait(false);
    }

    public override Task Watch(WatchRequest request, IServerStreamWriter<RestoreReply> responseStream, ServerCallContext context)
    {
        var job = Find(request.JobId, context) ?? throw UnknownJob();
        return ReplyAsync(job, (long)Math.Min(request.Offset, long.MaxValue), responseStream, context);
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

    private async Task ReceiveAsync(Upload upload, Job job, CancellationToken connection)
    {
        try
        {
            await upload.ReceiveAsync(job).ConfigureAwait(false);
            log.JobReceived(job.Id, job.View.BytesReceived);
            runner.Start(job);
        }
        catch (Exception) when (connection.IsCancellationRequested)
        {
            log.UploadLost(job.Id);
            job.End(JobState.Cancelled, Cancelled);
            job.Release();
            jobs.Remove(job);
        }
        catch (Exception exception)
        {
            runner.Fail(job, exception);
        }
    }

    private async Task ReplyAsync(Job job, long offset, IServerStreamWriter<RestoreReply> replies, ServerCallContext context)
    {
        using var seat = job.Attach();
        var stream = new ReplyStream(job, replies, limits, context);
        try
        {
            await stream.SendAsync(offset).ConfigureAwait(false);
        }
        finally
        {
            var view = job.View;
            if (view.Failure is not null && job.Gone.IsCompleted) jobs.Remove(job);
            else if (stream.ClientIsLost && view.State != JobState.Receiving) log.ClientLost(job.Id, view.State, limits.LostClientTime);
        }
    }

    private static RpcException Cancelled => new(new Status(StatusCode.Cancelled, "The job was cancelled."));

    private RpcException UnknownJob() => new(new Status(
        StatusCode.NotFound,
        $"There is no such job any more: it was fetched, cancelled, or its client was away for longer than {limits.LostClientTime.TotalSeconds:0} s."));
}
