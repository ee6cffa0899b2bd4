namespace FijiBridge.Engine.Inference;

/// <summary>The NVIDIA card, and whether this build brings the provider that would use it.</summary>
internal static class NvidiaAdapter
{
    private const string DriverFolder = "/proc/driver/nvidia/gpus";

    /// <param name="provider">"cuda" or "tensorrt", as in the name of the provider's library.</param>
    public static Adapter Find(string provider)
    {
        var library = OperatingSystem.IsWindows() ? $"onnxruntime_providers_{provider}.dll" : $"libonnxruntime_providers_{provider}.so";
        var name = Name(DriverFolder) ?? "NVIDIA device";
        if (OperatingSystem.IsMacOS()) return new Adapter("none", "there are no NVIDIA drivers for macOS; use webgpu");
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, library)))
            return new Adapter(name);
        return new Adapter(name, $"this build does not bring {library}; build with -p:CudaProviders=true, or use webgpu, which needs the driver only");
    }

    /// <summary>The model of the first card in the Linux driver's list.</summary>
    internal static string? Name(string driverFolder) => !Directory.Exists(driverFolder) ? null : Directory
        .EnumerateFiles(driverFolder, "information", SearchOption.AllDirectories)
        .SelectMany(File.ReadLines)
        .FirstOrDefault(line => line.StartsWith("Model:", StringComparison.Ordinal))?
        .Split(':', 2)[^1].Trim();
}
