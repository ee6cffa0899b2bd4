using System.Runtime.InteropServices;

namespace FijiBridge.Engine.Inference;

/// <summary>The processor's name, as its maker gives it.</summary>
internal static class Processor
{
    public static string Name()
    {
        var model = OperatingSystem.IsLinux() ? FromCpuInfo("/proc/cpuinfo")
            : OperatingSystem.IsMacOS() ? FromSysctl()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        var name = string.IsNullOrWhiteSpace(model) ? RuntimeInformation.ProcessArchitecture.ToString() : model.Trim();
        return $"{name}, {Environment.ProcessorCount} threads";
    }

    /// <summary>The first model name in Linux' list of processors; null where it has none, as on many ARM machines.</summary>
    internal static string? FromCpuInfo(string path) => !File.Exists(path) ? null : File.ReadLines(path)
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?
        .Split(':', 2)[^1];

    private static unsafe string? FromSysctl()
    {
        var buffer = stackalloc byte[256];
        nint size = 256;
        if (!NativeLibrary.TryLoad("libSystem.dylib", out var system) || !NativeLibrary.TryGetExport(system, "sysctlbyname", out var entry)) return null;
        var sysctl = (delegate* unmanaged<byte*, byte*, nint*, void*, nint, int>)entry;
        fixed (byte* key = "machdep.cpu.brand_string\0"u8)
            return sysctl(key, buffer, &size, null, 0) == 0 ? Marshal.PtrToStringUTF8((nint)buffer) : null;
    }
}
