namespace FijiBridge.Engine.Inference;

/// <summary>The graphics card that WebGPU will use.</summary>
internal static class GraphicsAdapter
{
    // Looked for once: afterwards Vulkan knows the software card and would no longer tell what a real one lacks.
    private static readonly Lazy<(IReadOnlyList<VulkanDevice> Devices, string Missing)> OnLinux = new(WithSoftware);

    /// <summary>
    /// On Linux, where WebGPU stands on Vulkan, a quick look (about 10 ms) tells what is missing and spares the try. Elsewhere the drivers
    /// come with the system and Vulkan, when installed, lends the name only.
    /// </summary>
    public static Adapter Find()
    {
        if (OperatingSystem.IsMacOS()) return new Adapter("Metal device");
        var (devices, missing) = OperatingSystem.IsLinux() ? OnLinux.Value : VulkanDevices.List();
        var best = devices.OrderBy(device => device.Rank).FirstOrDefault();
        if (OperatingSystem.IsWindows()) return new Adapter(best is null or { IsSoftware: true } ? "Direct3D 12 device" : best.Name);
        if (best is null) return new Adapter("none", missing);
        return best.IsSoftware ? new Adapter(best.Name, Software: true, NoCard: missing) : new Adapter(best.Name);
    }

    private static (IReadOnlyList<VulkanDevice> Devices, string Missing) WithSoftware()
    {
        var found = VulkanDevices.List();
        if (found.Devices.Count > 0 || !SoftwareVulkan.IsInstalled) return found;
        SoftwareVulkan.Lend();
        return (VulkanDevices.List().Devices, found.Missing);
    }
}
