using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Models;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server.Pages;

/// <summary>All that the page shows to one caller at one moment.</summary>
internal sealed class Overview(EngineAccess engine, JobTable jobs, RecentJobs recent, FairQueue queue, Spool spool, ServerLimits limits)
{
    // Trying all devices takes seconds: the page gets them when they are there.
    private Task<IReadOnlyList<DeviceReport>>? _devices;

    /// <returns>What becomes the JSON of the page.</returns>
    public object For(Identity caller) => new
    {
        Version = ServerDescription.Version,
        caller.User,
        caller.IsAdmin,
        Devices = Devices(),
        engine.Choice.Notices,
        Queue = new { queue.Waiting, Running = jobs.All.Count(job => job.View.State is JobState.Measuring or JobState.Restoring), Limit = limits.MaxJobs },
        Spool = new { Used = spool.UsedBytes, Free = spool.FreeBytes },
        Models = engine.Models.List().Where(caller.MaySee).Select(Model),
        Jobs = Jobs(caller),
    };

    private IEnumerable<object> Devices()
    {
        _devices ??= Task.Run(() => engine.Devices.Value);
        var known = _devices.IsCompletedSuccessfully ? _devices.Result : [engine.Choice.Device];
        return known.Select(device => new { Kind = device.Kind.Id(), device.Name, device.Works, device.Reason, InUse = device.Kind == engine.Choice.Device.Kind });
    }

    private object Model(InstalledModel model) => new
    {
        model.Name,
        model.Card.Title,
        model.Card.Version,
        model.Card.Description,
        model.Card.License,
        model.Constraints.Scale,
        model.Card.Frames,
        model.BuiltIn,
        model.Owner,
        IsDefault = model.Name == engine.Models.Default.Name,
        Parameters = model.Card.Parameters.Select(parameter => new { parameter.Name, parameter.Description, parameter.Default, parameter.Minimum, parameter.Maximum }),
    };

    private IEnumerable<object> Jobs(Identity caller)
    {
        var here = jobs.All.Where(job => caller.MaySee(job.Owner)).ToDictionary(job => job.Id, JobMessages.Info);
        var earlier = recent.List().Where(entry => caller.MaySee(entry.Owner)).ToDictionary(entry => entry.Job.JobId);
        return earlier.Values.Select(entry => entry.Job).Where(job => !here.ContainsKey(job.JobId)).Concat(here.Values)
            .OrderByDescending(job => job.CreatedMs)
            .Select(job => Job(job, earlier.GetValueOrDefault(job.JobId), here.ContainsKey(job.JobId)));
    }

    private static object Job(JobInfo job, RecentJobs.Entry? entry, bool here) => new
    {
        Id = job.JobId,
        Status = job.Status.ToString().ToLowerInvariant(),
        job.FileName,
        job.Model,
        job.Owner,
        job.Preview,
        job.CreatedMs,
        job.BytesReceived,
        job.FileBytes,
        Ahead = job.Progress.QueuePosition,
        StartsIn = job.Progress.SecondsUntilStart,
        job.Progress.TilesDone,
        job.Progress.TilesTotal,
        job.Progress.SecondsLeft,
        Stage = job.Progress.Stage.ToString().ToLowerInvariant(),
        ResultBytes = job.Done?.ResultBytes ?? 0,
        Seconds = job.Done?.Seconds ?? 0,
        Warnings = job.Done?.Warnings.ToArray() ?? [],
        job.Failure,
        Here = here,
        HasBefore = entry?.Before is not null,
        HasAfter = entry?.After is not null,
    };
}
