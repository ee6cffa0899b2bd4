using System.Runtime.InteropServices;

namespace FijiBridge.Engine.Inference;

/// <summary>
/// Shows Vulkan the software card that comes with Chromium (SwiftShader), which no driver folder lists. It proves on a machine without a graphics
/// card that the way over WebGPU works; it is slower than the processor, so that nobody gets it unasked.
/// </summary>
internal static class SoftwareVulkan
{
    private const string Driver = "/usr/lib/chromium/vk_swiftshader_icd.json";

    /// <summary>Whether Chromium's software card is installed.</summary>
    public static bool IsInstalled => OperatingSystem.IsLinux() && File.Exists(Driver);

    /// <summary>
    /// Makes it known to this process. What the user set in the environment stays. The name goes to the C library, because
    /// .NET's own SetEnvironmentVariable does not reach native code.
    /// </summary>
    public static void Lend()
    {
        _ = SetEnvironmentVariable("VK_DRIVER_FILES", Driver, 0);
        _ = SetEnvironmentVariable("XDG_RUNTIME_DIR", Path.GetTempPath(), 0);
    }

    [DllImport("libc", EntryPoint = "setenv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetEnvironmentVariable(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);
}
