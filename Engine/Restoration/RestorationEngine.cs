using System.Reflection;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Restoration;

/// <summary>
/// Everything that restoring needs, once for a process: the models, the devices, their open networks and the queues to them. May be
/// used from several threads; each job runs on the device that has the fewest, and jobs of one device share it fairly.
/// </summary>
public sealed class RestorationEngine : IAsyncDisposable
{
    private readonly DeviceChoice _choice;
    private readonly DeviceLanes _lanes;
    private readonly Lazy<IReadOnlyList<DeviceReport>> _devices = new(ExecutionProviders.Probe);

    /// <param name="options">Devices are not looked for.</param>
    /// <param name="choice">The first device, and why no better one.</param>
    /// <param name="devices">All to restore on.</param>
    internal RestorationEngine(EngineOptions options, DeviceChoice choice, IReadOnlyList<DeviceReport> devices)
    {
        _choice = choice;
        _lanes = new DeviceLanes(devices.Select(device => new DeviceLane(choice with { Device = device }, options.Queue ?? QueueLimits.For(device.Kind))));
        Catalog = new ModelCatalog(options.BuiltInModels, options.UserModels, options.ModelLimits, ModelCheck.Require);
    }

    /// <summary>The version of this program.</summary>
    public static string Version { get; } = typeof(RestorationEngine).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public ModelCatalog Catalog { get; }

    /// <summary>The device that restores, the first of them where there are several.</summary>
    public DeviceReport Device => _choice.Device;

    /// <summary>All devices that restore, each of the kind of <see cref="Device"/>.</summary>
    public IReadOnlyList<DeviceReport> InUse => _lanes.Devices;

    /// <summary>Why better devices are not used.</summary>
    public IReadOnlyList<string> DeviceNotices => _choice.Notices;

    /// <summary>All devices of this machine, also those that do not work. Asking for the first time takes up to some seconds.</summary>
    public IReadOnlyList<DeviceReport> Devices => _devices.Value;

    /// <summary>Bytes of tiles that wait for a device or run on one.</summary>
    public long BytesInside => _lanes.BytesInside;

    /// <summary>Tries devices until one works, then the cards like it. Takes up to some seconds.</summary>
    /// <exception cref="EngineFailure">DeviceUnavailable: the device that was named does not work.</exception>
    public static RestorationEngine Start(EngineOptions options)
    {
        var choice = ExecutionProviders.Choose(options.Device);
        return new RestorationEngine(options, choice, ExecutionProviders.Alike(choice.Device));
    }

    /// <summary>
    /// Restores a stack. Planes are written to <paramref name="output"/> one after the other, each as soon as it is finished; it
    /// need not be able to seek unless the result is compressed. Nothing is written before the whole input has been found restorable.
    /// </summary>
    /// <exception cref="EngineFailure">The stack, the model or the device failed; the output is then incomplete.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, which takes effect between two tiles.</exception>
    public Task<RestoreOutcome> RestoreAsync(
        RestoreJob job, TiffPlaneReader input, Stream output, IProgress<RestoreProgress>? progress = null, CancellationToken ct = default) =>
        Task.Run(
            async () =>
            {
                using var turn = _lanes.Enter();
                return await new StackRestorer(turn.Lane.Sessions, turn.Lane.Queue, turn.Lane.Choice).RestoreAsync(job, input, output, progress, ct).ConfigureAwait(false);
            },
            ct);

    /// <summary>Stops the queues and closes the networks. Jobs that still run end as cancelled; wait for them before.</summary>
    public ValueTask DisposeAsync() => _lanes.DisposeAsync();
}
