using System.Reflection;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Restoration;

/// <summary>
/// Everything that restoring needs, once for a process: the models, one device, its open networks and the queue to it. May be
/// used from several threads; jobs share the device fairly.
/// </summary>
public sealed class RestorationEngine : IAsyncDisposable
{
    private readonly DeviceChoice _choice;
    private readonly SessionCache _sessions;
    private readonly Lazy<IReadOnlyList<DeviceReport>> _devices = new(ExecutionProviders.Probe);

    private RestorationEngine(EngineOptions options, DeviceChoice choice)
    {
        _choice = choice;
        _sessions = new SessionCache(choice.Device.Kind);
        Queue = new InferenceQueue(options.Queue ?? QueueLimits.For(choice.Device.Kind));
        Catalog = new ModelCatalog(options.BuiltInModels, options.UserModels, options.ModelLimits, ModelCheck.Require);
    }

    /// <summary>The version of this program.</summary>
    public static string Version { get; } = typeof(RestorationEngine).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public ModelCatalog Catalog { get; }

    /// <summary>The device that restores.</summary>
    public DeviceReport Device => _choice.Device;

    /// <summary>Why better devices are not used.</summary>
    public IReadOnlyList<string> DeviceNotices => _choice.Notices;

    /// <summary>All devices of this machine, also those that do not work. Asking for the first time takes up to some seconds.</summary>
    public IReadOnlyList<DeviceReport> Devices => _devices.Value;

    /// <summary>The way to the device, also for work other than restoring.</summary>
    public InferenceQueue Queue { get; }

    /// <summary>Tries devices until one works. Takes up to some seconds.</summary>
    /// <exception cref="EngineFailure">DeviceUnavailable: the device that was named does not work.</exception>
    public static RestorationEngine Start(EngineOptions options) => new(options, ExecutionProviders.Choose(options.Device));

    /// <summary>
    /// Restores a stack. Planes are written to <paramref name="output"/> one after the other, each as soon as it is finished; it
    /// need not be able to seek unless the result is compressed. Nothing is written before the whole input has been found restorable.
    /// </summary>
    /// <exception cref="EngineFailure">The stack, the model or the device failed; the output is then incomplete.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, which takes effect between two tiles.</exception>
    public Task<RestoreOutcome> RestoreAsync(
        RestoreJob job, TiffPlaneReader input, Stream output, IProgress<RestoreProgress>? progress = null, CancellationToken ct = default) =>
        Task.Run(() => new StackRestorer(_sessions, Queue, _choice).RestoreAsync(job, input, output, progress, ct), ct);

    /// <summary>Stops the queue and closes the networks. Jobs that still run end as cancelled; wait for them before.</summary>
    public async ValueTask DisposeAsync()
    {
        await Queue.DisposeAsync().ConfigureAwait(false);
        _sessions.Dispose();
    }
}
