using System.Collections.Concurrent;
using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Engine;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>All jobs of the server, from their admission until they are fetched, cancelled or forgotten.</summary>
internal sealed class JobTable(ServerLimits limits, Spool spool, JobStore store, TimeProvider clock, ILogger<JobTable> log) : IDisposable
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
        if (IsFull() || spool.FreeBytes < expectedBytes) Sweep(pressed: true);
        if (Unfinished >= limits.MaxJobs)
            return new Complaint(FailureKind.LimitExceeded, $"The server holds {Unfinished} jobs and takes no more than {limits.MaxJobs}: try again when one has ended.");
        if (IsFull())
            return new Complaint(FailureKind.LimitExceeded, $"The server keeps {_jobs.Count} results and takes no more than {limits.MaxKeptJobs}: try again when some have been fetched.");
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
            var ticket = new JobTicket(SpoolFolder.RandomName(), request.Caller, clock.GetUtcNow(), request.Header);
            var job = Keep(ticket, spool.Rent(ticket.Id, request.ExpectedBytes));
            log.JobAdmitted(job.Id, job.Owner, request.FileName, request.Job.Model.Name, request.FileBytes);
            return _jobs[job.Id] = job;
        }
    }

    /// <summary>Takes a job in that an earlier server left, whether there is room or not: it was promised.</summary>
    public Job Adopt(JobRecord record)
    {
        var place = spool.Adopt(record.Ticket.Id, keepsResult: record.Phase == JobPhase.Done);
        if (record.Phase == JobPhase.Failed) place.Dispose();
        return _jobs[record.Ticket.Id] = new Job(new JobKeeper(store, record), place, clock);
    }

    /// <summary>All jobs of which something is still known.</summary>
    public IEnumerable<Job> All => _jobs.Values;

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
        if (job.Gone.IsCompleted && job.View.State != JobState.Suspended) Remove(job);
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
            if (job.End(JobState.Cancelled, Forgotten)) log.JobForgotten(job.Id);
            if (job.Gone.IsCompleted) Remove(job);
        }
    }

    /// <summary>Takes no more jobs in and waits, where jobs are kept, for those that run.</summary>
    public async Task DrainAsync()
    {
        lock (_admission) _stopping = true;
        if (!store.KeepsJobs) return;
        var running = _jobs.Values.Where(job => job.View.State is JobState.Measuring or JobState.Restoring).Select(job => job.Gone);
        await Task.WhenAll(running).WaitAsync(limits.DrainTime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>
    /// Takes no more jobs in and interrupts those that have not ended, because the server stops: they end, or wait for the next
    /// server where jobs are kept. Results can still be fetched.
    /// </summary>
    public Task StopAsync()
    {
        lock (_admission) _stopping = true;
        var state = store.KeepsJobs ? JobState.Suspended : JobState.Failed;
        return Task.WhenAll(_jobs.Values.Where(job => !job.View.HasEnded).Select(job => EndAsync(job, state, Stopping)));
    }

    /// <summary>Forgets all jobs, when nobody can ask for them any more, but those that wait for the next server.</summary>
    public void Dispose()
    {
        foreach (var job in _jobs.Values)
        {
            if (store.KeepsJobs && !job.IsForgotten(limits, pressed: true)) job.Close();
            else Remove(job);
        }
    }

    private Job Keep(JobTicket ticket, SpoolPlace place)
    {
        var keeper = new JobKeeper(store, new JobRecord { Ticket = ticket, Phase = JobPhase.Receiving });
        try
        {
            keeper.Admitted();
            return new Job(keeper, place, clock);
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    private bool IsFull() => Unfinished >= limits.MaxJobs || _jobs.Count >= limits.MaxKeptJobs;

    private static RpcException Stopping => new(new Status(StatusCode.Unavailable, "The server is stopping: try again later."));

    private static RpcException Forgotten => new(new Status(
        StatusCode.Cancelled,
        "The job was ended because its client was away for too long: send the stack again."));
}
