using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FijiBridge.Engine.Inference;

namespace FijiBridge.Engine.Tests.Inference;

/// <summary>Lends machines without a graphics card the software one that comes with Chromium, so that WebGPU is tested everywhere.</summary>
internal static class SoftwareVulkan
{
    private const string Driver = "/usr/lib/chromium/vk_swiftshader_icd.json";

    // Before anything of the process looks at the variable. .NET's own SetEnvironmentVariable does not reach native code.
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "A test assembly is nobody's library.")]
    internal static void Lend()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Driver) || VulkanDevices.List().Devices.Count > 0) return;
        _ = SetEnvironmentVariable("VK_DRIVER_FILES", Driver, 0);
        _ = SetEnvironmentVariable("XDG_RUNTIME_DIR", Path.GetTempPath(), 0);
    }

    /// <summary>Ends the test as inconclusive, with the reason, where WebGPU does not work at all.</summary>
    public static void Require()
    {
        var adapter = ExecutionProvider.Of(DeviceKind.WebGpu).FindAdapter();
        if (adapter.Missing is { } missing) Assert.Inconclusive($"WebGPU: {missing}");
    }

    [DllImport("libc", EntryPoint = "setenv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetEnvironmentVariable(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);
}
