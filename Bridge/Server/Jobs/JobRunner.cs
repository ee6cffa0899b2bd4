using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>Hands received stacks over to the engine, as many at a time as the limits allow, first come first served.</summary>
internal sealed class JobRunner(EngineAccess engine, ServerLimits limits, FailureReporter reporter, ILogger<JobRunner> log)
{
    private readonly TurnQueue _turns = new(limits.MaxRestoringJobs);

    /// <summary>Starts on a stack that was received in full. The job ends in one of its three ends, whatever happens.</summary>
    public void Start(Job job) => _ = Task.Run(() => RunAsync(job));

    /// <summary>Ends a job on which this call worked, because of <paramref name="exception"/>, and deletes its files.</summary>
    public void Fail(Job job, Exception exception)
    {
        if (!job.View.HasEnded)
        {
            var told = reporter.Report(exception, $"job {job.Id}");
            if (job.End(JobState.Failed, told)) log.JobFailed(job.Id, told.Status.Detail);
        }
        job.Release();
    }

    private async Task RunAsync(Job job)
    {
        try
        {
            job.Finish(await RestoreAsync(job).ConfigureAwait(false));
            job.Release();
        }
        catch (Exception exception)
        {
            Fail(job, exception);
        }
    }

    private async Task<JobResult> RestoreAsync(Job job)
    {
        // Read before it waits: the owner of an unreadable file learns it at once.
        using var input = StackFile.Open(job.Place.Input, limits);
        using var turn = await _turns.EnterAsync(job.Queued, job.Ending).ConfigureAwait(false);
        log.JobRestores(job.Id);
        var output = job.Result.OpenWrite(sequential: job.Request.StreamsWhileRestoring);
        await using var closing = output.ConfigureAwait(false);
        var outcome = await engine.Restore(job.Request.Job, input, output, job, job.Ending).ConfigureAwait(false);
        var hash = await job.Result.CompleteAsync(job.Ending).ConfigureAwait(false);
        log.JobDone(job.Id, job.Result.Available, outcome.Elapsed.TotalSeconds, outcome.Device.ToString());
        return new JobResult(outcome, job.Result.Available, hash);
    }
}
