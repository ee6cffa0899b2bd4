using FijiBridge.Bridge.Server.Metering;
using FijiBridge.Bridge.Server.Pages;
using FijiBridge.Bridge.Server.Quotas;
using FijiBridge.Engine.Images;
using FijiBridge.Protos.V1;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>Hands received stacks over to the engine, as many at a time as the limits allow, in the order of the queue.</summary>
internal sealed class JobRunner(
    EngineAccess engine, RequestParser parser, JobStore store, FairQueue queue, WorkEstimates estimates, ServerMeters meters, RecentJobs recent, ServerLimits limits,
    UserQuotas quotas, FailureReporter reporter, ILogger<JobRunner> log)
{
    /// <summary>The upload is whole: from here on the job is done, whatever happens to its client and, if jobs are kept, to the server.</summary>
    public async Task AcceptAsync(Job job)
    {
        var crc = await job.Stack.CompleteAsync(flush: store.KeepsJobs, job.Ending).ConfigureAwait(false);
        job.Keeper.Accepted(job.Stack.Length, crc);
        log.JobReceived(job.Id, job.Stack.Length);
        job.Queued(default);
        Start(job);
    }

    /// <summary>Starts on a stack that was received in full. The job ends in one of its ends, whatever happens.</summary>
    public void Start(Job job) => _ = Task.Run(() => RunAsync(job, () => RestoreAsync(job)));

    /// <summary>Starts on something else that brings the end of a job.</summary>
    public Task RunAsync(Job job, Func<Task<Done>> work) => Task.Run(async () =>
    {
        try
        {
            job.Finish(await work().ConfigureAwait(false));
            job.Release();
            Ended(job);
        }
        catch (Exception exception)
        {
            Fail(job, exception);
        }
    });

    /// <summary>Ends a job on which this call worked, because of <paramref name="exception"/>, and deletes its files.</summary>
    public void Fail(Job job, Exception exception)
    {
        if (!job.View.HasEnded)
        {
            var told = reporter.Report(exception, $"job {job.Id}");
            if (job.End(JobState.Failed, told)) log.JobFailed(job.Id, told.Status.Detail);
        }
        job.Release();
        Ended(job);
    }

    /// <summary>Restores a stack that was received in full, when its turn comes.</summary>
    /// <param name="job">The job.</param>
    /// <param name="isRecovered">It was accepted by an earlier server, and is not held against its user once more.</param>
    public async Task<Done> RestoreAsync(Job job, bool isRecovered = false)
    {
        // Read before it waits: the owner of an unreadable file learns it at once.
        using var input = StackFile.Open(job.Place.Input, limits);
        if (!isRecovered)
        {
            quotas.ChargePixels(job.Owner, input.Shape);
            job.Place.Expect(SpoolEstimate.OfResult(input, job.Ticket.Header.Settings ?? new RestoreSettings(), Parse(job).Job.Model));
        }
        using var turn = await queue.EnterAsync(TurnOf(job, input.Shape), job.Ending).ConfigureAwait(false);
        // Looked up only now: the model may have been removed while the job waited.
        var request = Parse(job);
        job.Keeper.Began();
        log.JobRestores(job.Id);
        recent.Begins(job, input);
        var output = job.Result.OpenWrite(sequential: request.StreamsWhileRestoring);
        await using var closing = output.ConfigureAwait(false);
        var outcome = await engine.Restore(request.Job, input, output, new MeteredProgress(job, meters), job.Ending).ConfigureAwait(false);
        var hash = await job.Result.CompleteAsync(job.Ending).ConfigureAwait(false);
        meters.Restored(outcome.Elapsed);
        estimates.Learn(request.Job.Model.Name, input.Shape, outcome.Elapsed);
        log.JobDone(job.Id, job.Result.Available, outcome.Elapsed.TotalSeconds, outcome.Device.ToString());
        recent.Made(job);
        return Keep(job, Replies.DoneOf(outcome, job.Result.Available, hash));
    }

    private StackRequest Parse(Job job) => parser.Parse(job.Ticket.Header, job.Ticket.Caller);

    private TurnRequest TurnOf(Job job, StackShape shape)
    {
        var model = job.Ticket.Header.Settings?.Model is { Length: > 0 } named ? named : engine.Models.Default.Name;
        // Everybody would like to be first: what is large is no preview.
        var preview = job.Ticket.Header.Preview && WorkEstimates.PixelsOf(shape) <= limits.MaxPreviewPixels;
        return new TurnRequest(job.Owner, estimates.SecondsOf(model, shape), preview, job.Queued, () => job.View.Progress?.Left)
        {
            Price = () => estimates.SecondsOf(model, shape),
        };
    }

    private void Ended(Job job)
    {
        meters.Ended(job.View.State);
        recent.Ended(job);
    }

    // On the disk before anybody is told: what a client was promised is there after a crash.
    private Done Keep(Job job, Done done)
    {
        job.Ending.ThrowIfCancellationRequested();
        if (store.KeepsJobs) job.Place.Result.Flush();
        job.Keeper.Finished(done);
        return done;
    }
}
