using System.Globalization;

namespace FijiBridge.Engine.Inference;

/// <summary>The NVIDIA card, and whether this build brings the provider that would use it.</summary>
internal static class NvidiaAdapter
{
    private const string DriverFolder = "/proc/driver/nvidia/gpus";

    /// <summary>How many cards the driver and the environment show to this process.</summary>
    public static int Count() => Count(DriverFolder, Visible);

    /// <summary>The environment's choice of cards; null: all.</summary>
    internal static string? Visible => Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES");

    /// <param name="provider">"cuda" or "tensorrt", as in the name of the provider's library.</param>
    /// <param name="card">Which, from 0 on.</param>
    public static Adapter Find(string provider, int card)
    {
        if (OperatingSystem.IsMacOS()) return new Adapter("none", "there are no NVIDIA drivers for macOS; use webgpu");
        var library = OperatingSystem.IsWindows() ? $"onnxruntime_providers_{provider}.dll" : $"libonnxruntime_providers_{provider}.so";
        var name = Name(DriverFolder, card, Visible);
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, library))) return new Adapter(name ?? "NVIDIA device");
        // The subsystem for Linux on Windows shows its cards elsewhere.
        if (card >= Count() && OperatingSystem.IsLinux() && !File.Exists("/dev/dxg"))
            return new Adapter("none", "there is no NVIDIA card with its driver; use webgpu or cpu");
        return new Adapter(name ?? "NVIDIA device", $"this build does not bring {library}; build with -p:CudaProviders=true, or use webgpu, which needs the driver only");
    }

    /// <summary>The cards of the Linux driver's list, or as many of them as CUDA_VISIBLE_DEVICES (null: not set) names.</summary>
    internal static int Count(string driverFolder, string? visible) =>
        Math.Min(Models(driverFolder).Count, visible is null ? int.MaxValue : Listed(visible).Length);

    /// <summary>The words of CUDA_VISIBLE_DEVICES: a card each.</summary>
    internal static string[] Listed(string visible) => visible.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The driver counts all cards, CUDA those that CUDA_VISIBLE_DEVICES (null: not set) lists; null when it names them otherwise than by numbers.</summary>
    internal static int? DriversNumber(int card, string? visible)
    {
        if (visible is null) return card;
        return int.TryParse(Listed(visible).ElementAtOrDefault(card), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The model of a card in the Linux driver's list; null when it is not known which of them it is.</summary>
    internal static string? Name(string driverFolder, int card, string? visible) =>
        DriversNumber(card, visible) is { } number ? Models(driverFolder).ElementAtOrDefault(number) : null;

    private static List<string> Models(string driverFolder) => !Directory.Exists(driverFolder) ? [] : Directory
        .EnumerateFiles(driverFolder, "information", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => File.ReadLines(file).FirstOrDefault(line => line.StartsWith("Model:", StringComparison.Ordinal)))
        .OfType<string>().Select(line => line.Split(':', 2)[^1].Trim()).ToList();
}
