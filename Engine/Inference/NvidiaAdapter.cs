namespace FijiBridge.Engine.Inference;

/// <summary>The NVIDIA card, and whether this build brings the provider that would use it.</summary>
internal static class NvidiaAdapter
{
    private const string DriverFolder = "/proc/driver/nvidia/gpus";

    /// <summary>How many cards the driver and the environment show to this process.</summary>
    public static int Count() => Count(DriverFolder, Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES"));

    /// <param name="provider">"cuda" or "tensorrt", as in the name of the provider's library.</param>
    /// <param name="card">Which, from 0 on.</param>
    public static Adapter Find(string provider, int card)
    {
        if (OperatingSystem.IsMacOS()) return new Adapter("none", "there are no NVIDIA drivers for macOS; use webgpu");
        var library = OperatingSystem.IsWindows() ? $"onnxruntime_providers_{provider}.dll" : $"libonnxruntime_providers_{provider}.so";
        var name = Name(DriverFolder, card);
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, library))) return new Adapter(name ?? "NVIDIA device");
        // The subsystem for Linux on Windows shows its cards elsewhere.
        if (name is null && OperatingSystem.IsLinux() && !File.Exists("/dev/dxg"))
            return new Adapter("none", "there is no NVIDIA card with its driver; use webgpu or cpu");
        return new Adapter(name ?? "NVIDIA device", $"this build does not bring {library}; build with -p:CudaProviders=true, or use webgpu, which needs the driver only");
    }

    /// <summary>The cards of the Linux driver's list, or as many of them as CUDA_VISIBLE_DEVICES (null: not set) names.</summary>
    internal static int Count(string driverFolder, string? visible) =>
        Math.Min(Models(driverFolder).Count, visible is null ? int.MaxValue : Listed(visible).Length);

    /// <summary>The words of CUDA_VISIBLE_DEVICES: a card each.</summary>
    internal static string[] Listed(string visible) => visible.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The model of a card in the Linux driver's list.</summary>
    internal static string? Name(string driverFolder, int card) => Models(driverFolder).ElementAtOrDefault(card);

    private static List<string> Models(string driverFolder) => !Directory.Exists(driverFolder) ? [] : Directory
        .EnumerateFiles(driverFolder, "information", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => File.ReadLines(file).FirstOrDefault(line => line.StartsWith("Model:", StringComparison.Ordinal)))
        .OfType<string>().Select(line => line.Split(':', 2)[^1].Trim()).ToList();
}
