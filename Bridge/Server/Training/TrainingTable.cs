using System.Collections.Concurrent;
using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Quotas;
using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Engine;
using FijiBridge.Protos.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>All trainings of the server, from their admission until they are forgotten; those that have ended are remembered, the newest of them.</summary>
internal sealed class TrainingTable(
    ServerLimits limits, Spool spool, TrainingStore store, MemoryGuard memory, TimeProvider clock, ILogger<TrainingTable> log) : IDisposable
{
    private const int Remembered = 100;

    private readonly ConcurrentDictionary<string, TrainingJob> _jobs = new();
    private readonly Lock _admission = new();
    private bool _stopping;

    /// <summary>Trainings that have not ended.</summary>
    public int Unfinished => _jobs.Values.Count(job => !job.View.HasEnded);

    /// <summary>Why no training is taken in at this moment; null when one is.</summary>
    /// <exception cref="RpcException">The server is stopping.</exception>
    public Complaint? Refusal()
    {
        if (_stopping) throw Stopping;
        if (memory.Refusal() is { } refusal) return refusal;
        return Unfinished >= limits.MaxTrainings
            ? new Complaint(FailureKind.LimitExceeded, $"The server holds {Unfinished} trainings and takes no more than {limits.MaxTrainings}: try again when one has ended.")
            : null;
    }

    /// <summary>Why no training of a model of that name is taken in; null when none runs or waits.</summary>
    public Complaint? Refusal(string model) => _jobs.Values.Any(job => !job.View.HasEnded && job.Name == model)
        ? new Complaint(FailureKind.BadRequest, $"A training of a model {ClientText.Quote(model)} runs or waits already: give the new one another name, or wait until that has ended.")
        : null;

    /// <exception cref="EngineFailure">LimitExceeded: there are too many, or the machine has no memory for one; BadRequest: one of that name runs.</exception>
    /// <exception cref="RpcException">The server is stopping.</exception>
    public TrainingJob Admit(Identity owner, TrainingSettings settings)
    {
        lock (_admission)
        {
            RequireRoom(settings.Name);
            var job = Adopt(new TrainingRecord { Id = SpoolFolder.RandomName(), Owner = owner, Created = clock.GetUtcNow(), Settings = settings });
            log.TrainingAdmitted(job.Id, job.Owner, job.Name);
            return job;
        }
    }

    /// <summary>Takes a training in that an earlier server left, whether there is room or not: it was promised.</summary>
    public TrainingJob Adopt(TrainingRecord record)
    {
        var keepsImages = record.Phase == TrainingPhase.Accepted || (record.Phase == TrainingPhase.Cancelled && Directory.Exists(store.WorkOf(record.Id)));
        var files = new TrainingFiles(spool, limits, store.WorkOf(record.Id), keepsImages ? record.Files : []);
        var job = Put(new TrainingJob(new TrainingKeeper(store, record, clock), files, store.HistoryOf(record.Id)));
        if (job.View.HasEnded) job.Release();
        return job;
    }

    /// <summary>A training that was cancelled is one that waits, again.</summary>
    /// <exception cref="EngineFailure">BadRequest: it was not cancelled, or its files are deleted; LimitExceeded: as for <see cref="Admit"/>.</exception>
    /// <exception cref="RpcException">The server is stopping.</exception>
    public TrainingJob Resume(TrainingJob cancelled)
    {
        lock (_admission)
        {
            RequireRoom(cancelled.Name);
            if (!cancelled.IsResumable)
                throw new EngineFailure(FailureKind.BadRequest, $"The training of {ClientText.Quote(cancelled.Name)} cannot be resumed: only one that was cancelled can, as long as the server keeps its images.");
            cancelled.Keeper.Resumed();
            return Put(new TrainingJob(cancelled.Keeper, cancelled.Files, cancelled.History));
        }
    }

    /// <returns>Null when there is no such training, or it is somebody else's.</returns>
    public TrainingJob? Find(string id, Identity caller) => _jobs.GetValueOrDefault(id) is { } job && caller.MaySee(job.Owner) ? job : null;

    /// <summary>Somebody's trainings, the newest first.</summary>
    public IEnumerable<TrainingJob> Of(Identity owner) => _jobs.Values.Where(job => job.Owner == owner.User).OrderByDescending(job => job.Created);

    /// <summary>Deletes the images and the state of a cancelled training, which can then no longer be resumed.</summary>
    /// <returns>False when nothing is kept of it.</returns>
    public bool Discard(TrainingJob cancelled)
    {
        lock (_admission)
        {
            // Had it been resumed meanwhile, the files would be those of a training that runs.
            if (_jobs.GetValueOrDefault(cancelled.Id) != cancelled || !cancelled.IsResumable) return false;
            cancelled.Files.Dispose();
            log.TrainingDiscarded(cancelled.Id);
            return true;
        }
    }

    /// <summary>Forgets a training on which nothing works any more, with all that it stored.</summary>
    public void Remove(TrainingJob job)
    {
        if (!_jobs.TryRemove(job.Id, out _)) return;
        job.Files.Dispose();
        store.Delete(job.Id);
        job.Dispose();
    }

    /// <summary>Deletes the images of trainings that nobody resumed in time, and forgets those that ended long ago.</summary>
    public void Sweep()
    {
        lock (_admission)
        {
            foreach (var job in _jobs.Values.Where(job => job.IsResumable && Age(job) >= limits.CancelledTrainingTime)) job.Files.Dispose();
            var ended = _jobs.Values.Where(job => job.View.HasEnded && job.Gone.IsCompleted).OrderByDescending(job => job.Created).ToList();
            foreach (var old in ended.Where((job, i) => i >= Remembered || Age(job) >= limits.EndedTrainingTime)) Remove(old);
        }
    }

    /// <summary>Takes no more in, and interrupts and waits for those that run: they end, or go on with the next server where jobs are kept.</summary>
    public async Task StopAsync()
    {
        lock (_admission) _stopping = true;
        var running = _jobs.Values.Where(job => !job.View.HasEnded).ToList();
        foreach (var job in running)
        {
            job.End(job.Keeper.KeepsFiles ? TrainingState.Suspended : TrainingState.Failed, job.Keeper.KeepsFiles ? Pausing : Stopping);
            await job.StopAsync(keepBest: false).ConfigureAwait(false);
        }
        await Task.WhenAll(running.Select(job => job.Gone)).ConfigureAwait(false);
        store.Close();
    }

    public void Dispose()
    {
        foreach (var job in _jobs.Values) job.Dispose();
    }

    private static RpcException Stopping => new(new Status(StatusCode.Unavailable, "The server is stopping, and this training does not outlive it: start it again later."));

    private static RpcException Pausing => new(new Status(StatusCode.Unavailable, "The server is stopping: the training goes on when it is started again."));

    private TimeSpan Age(TrainingJob job) => clock.GetUtcNow() - (job.Keeper.Record.Ended ?? job.Created);

    private TrainingJob Put(TrainingJob job) => _jobs[job.Id] = job;

    private void RequireRoom(string model)
    {
        if ((Refusal() ?? Refusal(model)) is { } refusal) throw new EngineFailure(refusal.Kind, refusal.Sentence);
    }
}
