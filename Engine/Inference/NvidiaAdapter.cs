namespace FijiBridge.Engine.Inference;

/// <summary>The NVIDIA card, and whether this build brings the provider that would use it.</summary>
internal static class NvidiaAdapter
{
    private const string DriverFolder = "/proc/driver/nvidia/gpus";

    /// <param name="provider">"cuda" or "tensorrt", as in the name of the provider's library.</param>
    public static Adapter Find(string provider)
    {
        if (OperatingSystem.IsMacOS()) return new Adapter("none", "there are no NVIDIA drivers for macOS; use webgpu");
        var library = OperatingSystem.IsWindows() ? $"onnxruntime_providers_{provider}.dll" : $"libonnxruntime_providers_{provider}.so";
        var name = Name(DriverFolder);
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, library))) return new Adapter(name ?? "NVIDIA device");
        // The subsystem for Linux on Windows shows its cards elsewhere.
        if (name is null && OperatingSystem.IsLinux() && !File.Exists("/dev/dxg"))
            return new Adapter("none", "there is no NVIDIA card with its driver; use webgpu or cpu");
        return new Adapter(name ?? "NVIDIA device", $"this build does not bring {library}; build with -p:CudaProviders=true, or use webgpu, which needs the driver only");
    }

    /// <summary>The model of the first card in the Linux driver's list.</summary>
    internal static string? Name(string driverFolder) => !Directory.Exists(driverFolder) ? null : Directory
        .EnumerateFiles(driverFolder, "information", SearchOption.AllDirectories)
        .SelectMany(File.ReadLines)
        .FirstOrDefault(line => line.StartsWith("Model:", StringComparison.Ordinal))?
        .Split(':', 2)[^1].Trim();
}
