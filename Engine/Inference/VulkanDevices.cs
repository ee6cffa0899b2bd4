using System.Runtime.InteropServices;

namespace FijiBridge.Engine.Inference;

/// <summary>A device that a Vulkan driver offers. Type is VkPhysicalDeviceType: 1 integrated, 2 discrete, 3 virtual, 4 a program on the processor.</summary>
internal sealed record VulkanDevice(string Name, int Type)
{
    public bool IsSoftware => Type == 4;

    /// <summary>The order in which WebGPU takes devices when it asks for speed: discrete, integrated, virtual, others, software.</summary>
    public int Rank => Type switch { 2 => 0, 1 => 1, 3 => 2, 4 => 4, _ => 3 };
}

/// <summary>Asks Vulkan for its devices; offsets and numbers are those of Vulkan 1.0's C interface.</summary>
internal static unsafe class VulkanDevices
{
    private const int InstanceCreateInfo = 1;
    private const int PropertiesSize = 824;
    private const int DeviceTypeOffset = 16;
    private const int DeviceNameOffset = 20;

    /// <summary>The devices, or what is missing and what to do.</summary>
    public static (IReadOnlyList<VulkanDevice> Devices, string Missing) List()
    {
        var file = OperatingSystem.IsWindows() ? "vulkan-1.dll" : "libvulkan.so.1";
        if (!NativeLibrary.TryLoad(file, out var vulkan))
            return ([], $"the Vulkan loader {file} is not installed; install libvulkan1 (vulkan-loader) and the driver of the graphics card, or use cpu");
        var create = (delegate* unmanaged<byte*, void*, nint*, int>)NativeLibrary.GetExport(vulkan, "vkCreateInstance");
        var destroy = (delegate* unmanaged<nint, void*, void>)NativeLibrary.GetExport(vulkan, "vkDestroyInstance");
        var info = stackalloc byte[64];
        new Span<byte>(info, 64).Clear();
        *(int*)info = InstanceCreateInfo;
        nint instance;
        var result = create(info, null, &instance);
        if (result != 0) return ([], NoDriver($"no driver (error {result})"));
        try
        {
            var devices = Enumerate(vulkan, instance);
            return (devices, devices.Count > 0 ? "" : NoDriver("no device"));
        }
        finally
        {
            destroy(instance, null);
        }
    }

    private static string NoDriver(string what) =>
        $"Vulkan finds {what}; install the driver of the graphics card (Intel and AMD: mesa-vulkan-drivers; NVIDIA: its own driver with its GL libraries), or use cpu";

    private static List<VulkanDevice> Enumerate(nint vulkan, nint instance)
    {
        var enumerate = (delegate* unmanaged<nint, uint*, nint*, int>)NativeLibrary.GetExport(vulkan, "vkEnumeratePhysicalDevices");
        var describe = (delegate* unmanaged<nint, byte*, void>)NativeLibrary.GetExport(vulkan, "vkGetPhysicalDeviceProperties");
        const int Most = 16;
        var handles = stackalloc nint[Most];
        uint count = Most;
        if (enumerate(instance, &count, handles) < 0) return [];
        var properties = stackalloc byte[PropertiesSize];
        var devices = new List<VulkanDevice>();
        for (var i = 0; i < count; i++)
        {
            describe(handles[i], properties);
            devices.Add(new VulkanDevice(Marshal.PtrToStringUTF8((nint)(properties + DeviceNameOffset)) ?? "", *(int*)(properties + DeviceTypeOffset)));
        }
        return devices;
    }
}
