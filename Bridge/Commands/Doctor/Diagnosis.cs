using System.Runtime.InteropServices;
using FijiBridge.Bridge.Server;
using FijiBridge.Engine.Inference;
using Microsoft.ML.OnnxRuntime;

namespace FijiBridge.Bridge.Commands.Doctor;

/// <summary>What was found out about this computer.</summary>
/// <param name="Devices">Every device that can exist here, tried and measured, the preferred one first.</param>
/// <param name="Chosen">The one that restores when none is named; null when none works.</param>
/// <param name="Spool">Where stacks are kept while they are restored.</param>
/// <param name="Models">Where imported models are kept.</param>
internal sealed record Diagnosis(IReadOnlyList<DeviceReport> Devices, DeviceKind? Chosen, FolderState Spool, FolderState Models)
{
    /// <summary>What the program stands on, by name.</summary>
    public static IReadOnlyList<(string Name, string Version)> Versions { get; } =
    [
        ("fijibridge", ServerDescription.Version),
        ("dotnet", Environment.Version.ToString()),
        ("onnxruntime", OrtEnv.Instance().GetVersionString()),
        ("system", $"{RuntimeInformation.OSDescription.Trim()} {RuntimeInformation.OSArchitecture}"),
    ];

    public static Diagnosis Make()
    {
        var options = new ServerOptions();
        var devices = ExecutionProviders.Probe().Select(ExecutionProviders.Measure).ToList();
        DeviceKind? chosen = null;
        if (devices.Exists(device => device.Works)) chosen = ExecutionProviders.Choose(DeviceKinds.Automatic).Device.Kind;
        return new Diagnosis(devices, chosen, FolderState.Of(options.SpoolFolder), FolderState.Of(options.ModelsFolder));
    }
}
