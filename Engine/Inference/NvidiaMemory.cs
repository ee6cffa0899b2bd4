using System.Runtime.InteropServices;

namespace FijiBridge.Engine.Inference;

/// <summary>Asks the library that comes with NVIDIA's driver (NVML); functions and structures are those of its C interface.</summary>
internal static unsafe class NvidiaMemory
{
    private static readonly Lazy<nint> Library = new(() => Load(OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1"));

    /// <param name="card">Which of those that CUDA shows to this process, from 0 on.</param>
    public static DeviceMemory? Of(int card) => Read(Library.Value, NvidiaAdapter.DriversNumber(card, NvidiaAdapter.Visible));

    /// <summary>The library, ready to be asked; 0 where there is none.</summary>
    internal static nint Load(string file)
    {
        if (!NativeLibrary.TryLoad(file, out var library)) return 0;
        return NativeLibrary.TryGetExport(library, "nvmlInit_v2", out var begin) && ((delegate* unmanaged<int>)begin)() == 0 ? library : 0;
    }

    internal static DeviceMemory? Read(nint library, int? card)
    {
        if (library == 0 || card is null) return null;
        if (!NativeLibrary.TryGetExport(library, "nvmlDeviceGetHandleByIndex_v2", out var find)) return null;
        if (!NativeLibrary.TryGetExport(library, "nvmlDeviceGetMemoryInfo", out var ask)) return null;
        nint device;
        if (((delegate* unmanaged<uint, nint*, int>)find)((uint)card, &device) != 0) return null;
        Memory memory;
        return ((delegate* unmanaged<nint, Memory*, int>)ask)(device, &memory) == 0 ? new DeviceMemory((long)memory.Used, (long)memory.Total) : null;
    }

    /// <summary>nvmlMemory_t.</summary>
    private struct Memory
    {
        public ulong Total;
        public ulong Free;
        public ulong Used;
    }
}
