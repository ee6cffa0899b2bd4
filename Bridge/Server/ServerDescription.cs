using System.Reflection;
using FijiBridge.Engine.Inference;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server;

/// <summary>What the server says of itself.</summary>
internal sealed class ServerDescription(EngineAccess engine, ServerLimits limits)
{
    /// <summary>The version of this program, without the build's hash.</summary>
    public static string Version { get; } =
        typeof(ServerDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>Version, devices and limits. The first call tries all devices, which takes some seconds.</summary>
    public async Task<ServerInfo> ToWireAsync()
    {
        var devices = await Task.Run(() => engine.Devices.Value).ConfigureAwait(false);
        return new ServerInfo { Version = Version, Devices = { devices.Select(ToWire) }, Limits = Limits() };
    }

    private Device ToWire(DeviceReport report) => DeviceMessages.ToWire(report, inUse: report.Kind == engine.Choice.Device.Kind);

    private Limits Limits() => new()
    {
        MaxUploadBytes = (ulong)limits.MaxUploadBytes,
        MaxPlanes = (ulong)limits.MaxPlanes,
        MaxPixelsPerPlane = (ulong)limits.MaxPixelsPerPlane,
        MaxJobs = (uint)limits.MaxJobs,
        MaxMessageBytes = (uint)limits.MaxMessageBytes,
        MaxTrainingFiles = (uint)limits.MaxTrainingFiles,
    };
}
