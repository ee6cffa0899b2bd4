using FijiBridge.Engine.Inference;

namespace FijiBridge.Engine.Restoration;

/// <summary>All devices that restore. A job is given to the one that has the fewest and stays there: its tiles need one open network, and not several.</summary>
internal sealed class DeviceLanes(IEnumerable<DeviceLane> lanes) : IAsyncDisposable
{
    private readonly DeviceLane[] _lanes = [.. lanes];
    private readonly Dictionary<DeviceLane, int> _jobs = [];

    public IReadOnlyList<DeviceReport> Devices => [.. _lanes.Select(lane => lane.Choice.Device)];

    /// <summary>Bytes of tiles that wait for a device or run on one.</summary>
    public long BytesInside => _lanes.Sum(lane => lane.Queue.BytesInside);

    /// <summary>The device for the next job, until the turn is disposed.</summary>
    public Turn Enter()
    {
        lock (_jobs)
        {
            var lane = _lanes.MinBy(lane => _jobs.GetValueOrDefault(lane))!;
            _jobs[lane] = _jobs.GetValueOrDefault(lane) + 1;
            return new Turn(this, lane);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes) await lane.DisposeAsync().ConfigureAwait(false);
    }

    private void Leave(DeviceLane lane)
    {
        lock (_jobs) _jobs[lane]--;
    }

    /// <summary>A job on a device; to be disposed once.</summary>
    internal sealed class Turn(DeviceLanes lanes, DeviceLane lane) : IDisposable
    {
        public DeviceLane Lane => lane;

        public void Dispose() => lanes.Leave(lane);
    }
}
