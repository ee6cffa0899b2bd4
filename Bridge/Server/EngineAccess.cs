using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Training.Runs;

namespace FijiBridge.Bridge.Server;

/// <summary>What the server uses of the engine. Tests put other restorations in its place.</summary>
/// <param name="Models">The models there are.</param>
/// <param name="Choice">The device that restores, and why no better one does.</param>
/// <param name="Devices">All devices of the machine; trying them takes seconds, so it happens when somebody asks.</param>
/// <param name="Restore">Restores one stack.</param>
/// <param name="Owned">Disposed with the server.</param>
internal sealed record EngineAccess(
    ModelCatalog Models, DeviceChoice Choice, Lazy<IReadOnlyList<DeviceReport>> Devices, RestoreStack Restore, IAsyncDisposable? Owned = null)
    : IAsyncDisposable
{
    /// <summary>Trains a model; blocks. Tests put other trainings in its place.</summary>
    public TrainPairs Train { get; init; } = TrainingRun.Run;

    /// <summary>All devices that restore: so many times <see cref="ServerLimits.MaxRestoringJobs"/> run at once.</summary>
    public IReadOnlyList<DeviceReport> InUse { get; init; } = [Choice.Device];

    /// <summary>Tiles wait for the device or run on it: training lets them go ahead.</summary>
    public Func<bool> Restores { get; init; } = () => false;

    /// <exception cref="FijiBridge.Engine.EngineFailure">The device that was asked for does not work.</exception>
    public static async Task<EngineAccess> StartAsync(ServerOptions options, CancellationToken cancellation)
    {
        var setup = new EngineOptions
        {
            Device = options.Device,
            UserModels = options.ModelsFolder,
            ModelLimits = new ModelLimits { MaxBytes = options.Limits.MaxModelBytes },
        };
        var engine = await Task.Run(() => RestorationEngine.Start(setup), cancellation).ConfigureAwait(false);
        return new EngineAccess(
            engine.Catalog, new DeviceChoice(engine.Device, engine.DeviceNotices), new(() => engine.Devices), engine.RestoreAsync, engine)
        {
            Restores = () => engine.BytesInside > 0,
            InUse = engine.InUse,
        };
    }

    public ValueTask DisposeAsync() => Owned?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>What <see cref="TrainingRun.Run"/> does.</summary>
internal delegate TrainingOutcome TrainPairs(TrainingRequest request, string package, IProgress<RunProgress>? progress, BetweenSteps? pause, CancellationToken ct);
