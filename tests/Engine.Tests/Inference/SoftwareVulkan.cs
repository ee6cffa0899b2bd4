using FijiBridge.Engine.Inference;

namespace FijiBridge.Engine.Tests.Inference;

/// <summary>Tests of WebGPU run on the software card that comes with Chromium where there is no real one.</summary>
internal static class SoftwareVulkan
{
    /// <summary>Ends the test as inconclusive, with the reason, where WebGPU does not work at all.</summary>
    public static void Require()
    {
        var adapter = ExecutionProvider.Of(DeviceKind.WebGpu).FindAdapter();
        if (adapter.Missing is { } missing) Assert.Inconclusive($"WebGPU: {missing}");
    }
}
