using System.Diagnostics;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Restoration;

/// <summary>Tells how far a job is, and estimates the time that is left from the tiles that came back so far.</summary>
internal sealed class ProgressReport(IProgress<RestoreProgress>? progress, DeviceReport device)
{
    // The first tiles pay for what is loaded and compiled once; an estimate from them would frighten people.
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);

    private long _firstTile;
    private long _tilesBefore;
    private long _tiles;

    public long? ResultBytes { get; set; }

    public void Measured(long done, long total) =>
        progress?.Report(new RestoreProgress { Stage = RestoreStage.Measuring, PlanesDone = done, PlanesTotal = total, Device = device });

    /// <summary>Tiles before <paramref name="done"/> count as done, but say nothing about the speed.</summary>
    public void StartAt(long done) => (_tiles, _tilesBefore, _firstTile) = (done, done, 0);

    public void TileDone(TilePlan plan, long planesDone)
    {
        _tiles++;
        if (_firstTile == 0) (_firstTile, _tilesBefore) = (Stopwatch.GetTimestamp(), _tiles);
        progress?.Report(new RestoreProgress
        {
            Stage = RestoreStage.Restoring,
            TilesDone = _tiles,
            TilesTotal = plan.TileCount,
            PlanesDone = planesDone,
            PlanesTotal = plan.Output.PlaneCount,
            Device = device,
            Left = Left(plan.TileCount - _tiles),
            ResultBytes = ResultBytes,
        });
    }

    private TimeSpan? Left(long tiles)
    {
        var elapsed = Stopwatch.GetElapsedTime(_firstTile);
        return _tiles > _tilesBefore && elapsed > Soonest ? elapsed * ((double)tiles / (_tiles - _tilesBefore)) : null;
    }
}
