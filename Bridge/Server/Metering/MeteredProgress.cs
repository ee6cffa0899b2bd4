using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Engine.Restoration;

namespace FijiBridge.Bridge.Server.Metering;

/// <summary>Counts the tiles of a job on their way to its clients.</summary>
internal sealed class MeteredProgress(Job job, ServerMeters meters) : IProgress<RestoreProgress>
{
    private long _tiles;

    public void Report(RestoreProgress value)
    {
        var before = Interlocked.Exchange(ref _tiles, value.TilesDone);
        // Smaller tiles after running out of memory begin the count anew.
        if (value.TilesDone > before) meters.TilesDone(value.TilesDone - before);
        job.Report(value);
    }
}
