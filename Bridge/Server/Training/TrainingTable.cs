using System.Collections.Concurrent;
using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Quotas;
using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Engine;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>All trainings of the server. They do not outlive it; those that have ended are remembered, the newest of them.</summary>
internal sealed class TrainingTable : IDisposable
{
    private const int Remembered = 100;

    private readonly ConcurrentDictionary<string, TrainingJob> _jobs = new();
    private readonly Lock _admission = new();
    private readonly ServerLimits _limits;
    private readonly Spool _spool;
    private readonly MemoryGuard _memory;
    private readonly TimeProvider _clock;
    private readonly ILogger<TrainingTable> _log;
    private bool _stopping;

    public TrainingTable(ServerLimits limits, Spool spool, MemoryGuard memory, TimeProvider clock, ILogger<TrainingTable> log)
    {
        (_limits, _spool, _memory, _clock, _log) = (limits, spool, memory, clock, log);
        // What a server that crashed left behind.
        DeleteFolder();
    }

    /// <summary>Trainings that have not ended.</summary>
    public int Unfinished => _jobs.Values.Count(job => !job.View.HasEnded);

    /// <exception cref="EngineFailure">LimitExceeded: there are too many, or the machine has no memory for one.</exception>
    /// <exception cref="RpcException">The server is stopping.</exception>
    public TrainingJob Admit(Identity owner, string name)
    {
        lock (_admission)
        {
            if (_stopping) throw Stopping;
            if (_memory.Refusal() is { } refusal) throw new EngineFailure(refusal.Kind, refusal.Sentence);
            if (Unfinished >= _limits.MaxTrainings)
                throw new EngineFailure(FailureKind.LimitExceeded, $"The server holds {Unfinished} trainings and takes no more than {_limits.MaxTrainings}: try again when one has ended.");
            var job = new TrainingJob(owner.User, ClientText.Clean(name), _clock.GetUtcNow());
            _jobs[job.Id] = job;
            Forget();
            _log.TrainingAdmitted(job.Id, job.Owner, job.Name);
            return job;
        }
    }

    /// <summary>An empty place for the files of a training.</summary>
    public TrainingFiles FilesOf(TrainingJob job) => new(_spool, _limits, Path.Combine(Folder, job.Id));

    /// <returns>Null when there is no such training, or it is somebody else's.</returns>
    public TrainingJob? Find(string id, Identity caller) => _jobs.GetValueOrDefault(id) is { } job && caller.MaySee(job.Owner) ? job : null;

    /// <summary>Somebody's trainings, the newest first.</summary>
    public IEnumerable<TrainingJob> Of(Identity owner) => _jobs.Values.Where(job => job.Owner == owner.User).OrderByDescending(job => job.Created);

    /// <summary>A training whose upload broke off.</summary>
    public void Remove(TrainingJob job)
    {
        if (_jobs.TryRemove(job.Id, out _)) job.Dispose();
    }

    /// <summary>Takes no more in, stops those that run, and waits for them.</summary>
    public async Task StopAsync()
    {
        lock (_admission) _stopping = true;
        var running = _jobs.Values.Where(job => !job.View.HasEnded).ToList();
        foreach (var job in running)
        {
            job.End(TrainingState.Failed, Stopping);
            await job.StopAsync(keepBest: false).ConfigureAwait(false);
        }
        await Task.WhenAll(running.Select(job => job.Gone)).ConfigureAwait(false);
        DeleteFolder();
    }

    public void Dispose()
    {
        foreach (var job in _jobs.Values) job.Dispose();
    }

    private string Folder => Path.Combine(_spool.Folder, "training");

    private static RpcException Stopping => new(new Status(StatusCode.Unavailable, "The server is stopping, and trainings do not outlive it: start it again later."));

    private void Forget()
    {
        foreach (var old in _jobs.Values.Where(job => job.View.HasEnded).OrderByDescending(job => job.Created).Skip(Remembered)) Remove(old);
    }

    private void DeleteFolder()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}
