using System.Text.Json.Nodes;
using FijiBridge.Engine.Inference;

namespace FijiBridge.Bridge.Commands.Doctor;

/// <summary>A diagnosis as JSON. The names are a contract.</summary>
internal static class DiagnosisJson
{
    public static JsonObject Of(Diagnosis diagnosis) => new()
    {
        ["versions"] = new JsonObject(Diagnosis.Versions.Select(line => KeyValuePair.Create(line.Name, (JsonNode?)line.Version))),
        ["devices"] = new JsonArray([.. diagnosis.Devices.Select(device => Of(device, diagnosis.Chosen))]),
        ["spool"] = Of(diagnosis.Spool),
        ["models"] = Of(diagnosis.Models),
    };

    private static JsonObject Of(DeviceReport device, DeviceKind? chosen) => new()
    {
        ["kind"] = device.Kind.Id(),
        ["name"] = device.Name,
        ["works"] = device.Works,
        ["in_use"] = device.Kind == chosen,
        ["megapixels_per_second"] = device.MegapixelsPerSecond is { } speed ? Math.Round(speed, 3) : null,
        ["reason"] = device.Reason,
    };

    private static JsonObject Of(FolderState folder) =>
        new() { ["folder"] = folder.Path, ["free_bytes"] = folder.FreeBytes, ["writable"] = folder.Trouble is null };
}
