namespace FijiBridge.Engine.Inference;

/// <summary>The graphics card that WebGPU will use.</summary>
internal static class GraphicsAdapter
{
    /// <summary>
    /// On Linux, where WebGPU stands on Vulkan, a quick look (about 10 ms) tells what is missing and spares the try. Elsewhere the drivers
    /// come with the system and Vulkan, when installed, lends the name only.
    /// </summary>
    public static Adapter Find()
    {
        if (OperatingSystem.IsMacOS()) return new Adapter("Metal device");
        var (devices, missing) = VulkanDevices.List();
        var best = devices.OrderBy(device => device.Rank).FirstOrDefault();
        if (OperatingSystem.IsWindows()) return new Adapter(best is null or { IsSoftware: true } ? "Direct3D 12 device" : best.Name);
        if (best is not null) return new Adapter(best.Name, Software: best.IsSoftware);
        return new Adapter("none", missing);
    }
}
