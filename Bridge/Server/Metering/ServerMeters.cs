using System.Diagnostics.Metrics;
using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Engine.Inference;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Metering;

/// <summary>What goes on in one server, in numbers: .NET meters that any listener can read, and <see cref="PrometheusText"/> tells.</summary>
internal sealed class ServerMeters : IDisposable
{
    private readonly Counter<long> _received;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _tiles;
    private readonly Counter<double> _deviceSeconds;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _refused;

    public ServerMeters(JobTable jobs, FairQueue queue, Spool spool, EngineAccess engine, ServerLimits limits)
    {
        _received = Meter.CreateCounter<long>("fijibridge.upload.bytes", "By", "Bytes of stacks received");
        _sent = Meter.CreateCounter<long>("fijibridge.result.bytes", "By", "Bytes of results sent");
        _tiles = Meter.CreateCounter<long>("fijibridge.tiles", null, "Tiles that came back from the device");
        _deviceSeconds = Meter.CreateCounter<double>("fijibridge.restoring.seconds", "s", "Time that stacks took to restore, from their first read to their last write");
        _ended = Meter.CreateCounter<long>("fijibridge.jobs.ended", null, "Jobs that ended, by how");
        _refused = Meter.CreateCounter<long>("fijibridge.refusals", null, "Calls that were refused or failed, by status");
        Meter.CreateObservableGauge("fijibridge.jobs", () => CountStates(jobs), null, "Jobs that the server knows, by state");
        Meter.CreateObservableGauge("fijibridge.queue.length", () => queue.Waiting, null, "Jobs that wait for the device");
        Meter.CreateObservableGauge("fijibridge.queue.limit", () => limits.MaxJobs, null, "Jobs that are uploaded, wait or run at most");
        Meter.CreateObservableGauge("fijibridge.spool.bytes", () => spool.UsedBytes, "By", "Bytes promised to jobs in the spool");
        Meter.CreateObservableGauge("fijibridge.spool.free.bytes", () => spool.FreeBytes, "By", "Bytes that a new job could be promised");
        Meter.CreateObservableGauge("fijibridge.memory.bytes", () => Environment.WorkingSet, "By", "Memory of this process");
        Meter.CreateObservableGauge("fijibridge.device.memory.bytes", () => Memory(engine, memory => memory.Used), "By", "Memory of a device that is in use: of this process on the processor, of everybody on a card");
        Meter.CreateObservableGauge("fijibridge.device.memory.total.bytes", () => Memory(engine, memory => memory.Total), "By", "Memory of a device");
    }

    /// <summary>Of this server alone: others in the same process have their own.</summary>
    public Meter Meter { get; } = new("FijiBridge.Server");

    public void Received(long bytes) => _received.Add(bytes);

    public void Sent(long bytes) => _sent.Add(bytes);

    public void TilesDone(long tiles) => _tiles.Add(tiles);

    public void Restored(TimeSpan elapsed) => _deviceSeconds.Add(elapsed.TotalSeconds);

    public void Ended(JobState state) => _ended.Add(1, new KeyValuePair<string, object?>("state", NameOf(state)));

    public void Refused(StatusCode status) => _refused.Add(1, new KeyValuePair<string, object?>("status", status.ToString()));

    public void Dispose() => Meter.Dispose();

    private static IEnumerable<Measurement<int>> CountStates(JobTable jobs)
    {
        var counts = jobs.All.CountBy(job => job.View.State).ToDictionary();
        return Enum.GetValues<JobState>().Select(state => new Measurement<int>(
            counts.GetValueOrDefault(state), new KeyValuePair<string, object?>("state", NameOf(state))));
    }

    // Of devices that do not tell there is nothing.
    private static IEnumerable<Measurement<long>> Memory(EngineAccess engine, Func<DeviceMemory, long> figure) =>
        from device in engine.InUse
        let memory = DeviceMemory.Of(device)
        where memory is not null
        select new Measurement<long>(figure(memory.Value), new KeyValuePair<string, object?>("device", device.ToString()));

    private static string NameOf(JobState state) => state.ToString().ToLowerInvariant();
}
