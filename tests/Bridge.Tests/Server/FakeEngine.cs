using FijiBridge.Bridge.Server;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Models;

namespace FijiBridge.Bridge.Tests.Server;

/// <summary>The real catalogue of models, made-up devices, and a restoration that the test chooses.</summary>
internal static class FakeEngine
{
    public static readonly string[] Notices = ["WebGPU: there is no graphics card."];

    public static DeviceReport Cpu { get; } = new(DeviceKind.Cpu, "test processor", true, "");

    private static readonly DeviceReport WebGpu = new(DeviceKind.WebGpu, "", false, "there is no graphics card");

    public static EngineAccess With(RestoreStack restore, string modelsFolder) =>
        new(new ModelCatalog(ModelCatalog.BuiltInFolder, modelsFolder), new DeviceChoice(Cpu, Notices), new([Cpu, WebGpu]), restore);
}
