using FijiBridge.Engine.Inference;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server;

/// <summary>Devices in the words of the wire.</summary>
internal static class DeviceMessages
{
    /// <param name="report">What is known of the device.</param>
    /// <param name="inUse">The server restores on it.</param>
    public static Device ToWire(DeviceReport report, bool inUse) => new()
    {
        Kind = report.Kind.Id(),
        Name = report.Name,
        Works = report.Works,
        Reason = report.Reason,
        InUse = inUse,
    };
}
