using System.Collections.Concurrent;
using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Engine;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>All jobs of the server, from their admission until they are fetched, cancelled or forgotten.</summary>
internal sealed class JobTable(ServerLimits limits, Spool spool, TimeProvider clock, ILogger<JobTable> log) : IDisposable
{
    private readonly ConcurrentDictionary<string, Job> _jobs = new();
    private readonly Lock _admission = new();
    private bool _stopping;

    public int Count => _jobs.Count;

    /// <summary>Jobs that have not ended.</summary>
    public int Unfinished => _jobs.Values.Count(job => !job.View.HasEnded);

    /// <summary>Why a job of this size is not taken in at this moment; null when it is. Delivered results make room.</summary>
    public Complaint? Refusal(long expectedBytes)
    {
        if (_jobs.Count >= limits.MaxJobs || spool.FreeBytes < expectedBytes) Sweep(pressed: true);
        if (_jobs.Count >= limits.MaxJobs)
            return new Complaint(FailureKind.LimitExceeded, $"The server holds {_jobs.Count} jobs and takes no more than {limits.MaxJobs}: try again when one has ended.");
        if (spool.FreeBytes < expectedBytes)
            return new Complaint(FailureKind.OutOfSpace, $"The job needs about {expectedBytes} bytes in the temporary storage of the server, which has {spool.FreeBytes} of {limits.MaxSpoolBytes} free: try again when other jobs have ended.");
        return null;
    }

    /// <summary>Takes a job in and promises it room in the spool.</summary>
    /// <exception cref="EngineFailure">The table or the spool is full.</exception>
    /// <exception cref="RpcException">The server is stopping.</exception>
    public Job Admit(StackRequest request)
    {
        lock (_admission)
        {
            if (_stopping) throw Stopping;
            if (Refusal(request.ExpectedBytes) is { } refusal) throw new EngineFailure(refusal.Kind, refusal.Sentence);
            var job = new Job(request, spool.Rent(request.ExpectedBytes), clock);
            _jobs[job.Id] = job;
            log.JobAdmitted(job.Id, job.Owner, request.FileName, request.Job.Model.Name, request.FileBytes);
            return job;
        }
    }

    /// <returns>Null when there is no such job, or none any more.</returns>
    public Job? Find(string id) => _jobs.GetValueOrDefault(id);

    /// <summary>
    /// Ends a job if it has not ended, waits until nothing works on it, and deletes all that it stored. Should the engine not
    /// stop within the stop time, the sweep deletes it later.
    /// </summary>
    /// <returns>True when this call ended it.</returns>
    public async Task<bool> EndAsync(Job job, JobState state, RpcException reason)
    {
        var ended = job.End(state, reason);
        await job.Gone.WaitAsync(limits.StopTime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (job.Gone.IsCompleted) Remove(job);
        if (ended) log.JobEnded(job.Id, state);
        return ended;
    }

    /// <summary>Forgets a job on which nothing works any more, with all that it stored.</summary>
    public void Remove(Job job)
    {
        if (_jobs.TryRemove(job.Id, out _)) job.Dispose();
    }

    /// <summary>Ends the jobs whose clients did not come back in time.</summary>
    /// <param name="pressed">Room is needed: delivered results are deleted at once.</param>
    public void Sweep(bool pressed = false)
    {
        foreach (var job in _jobs.Values.Where(job => job.IsForgotten(limits, pressed)))
        {
            if (job.End(JobState.Cancelled, Forgotten)) log.JobForgotten(job.Id, limits.LostClientTime);
            if (job.Gone.IsCompleted) Remove(job);
        }
    }

    /// <summary>Takes no more jobs in and ends those that have not ended, because the server stops. Results can still be fetched.</summary>
    public Task StopAsync()
    {
        lock (_admission) _stopping = true;
        return Task.WhenAll(_jobs.Values.Where(job => !job.View.HasEnded).Select(job => EndAsync(job, JobState.Failed, Stopping)));
    }

    /// <summary>Forgets all jobs, when nobody can ask for them any more.</summary>
    public void Dispose()
    {
        foreach (var job in _jobs.Values) Remove(job);
    }

    private static RpcException Stopping => new(new Status(StatusCode.Unavailable, "The server is stopping: try again later."));

    private RpcException Forgotten => new(new Status(
        StatusCode.Cancelled,
        $"The job was ended because its client was away for longer than {limits.LostClientTime.TotalSeconds:0} s."));
}
