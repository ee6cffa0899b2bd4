namespace FijiBridge.Engine.Inference;

/// <summary>Memory of a device at one moment, in bytes.</summary>
/// <param name="Used">By this process on the processor, by everybody on a card.</param>
/// <param name="Total">All that there is, or that this process may have.</param>
public readonly record struct DeviceMemory(long Used, long Total)
{
    /// <summary>Null where nobody tells: WebGPU, DirectML and CoreML do not.</summary>
    public static DeviceMemory? Of(DeviceReport device) => device.Kind switch
    {
        DeviceKind.Cpu => new DeviceMemory(Environment.WorkingSet, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes),
        DeviceKind.Cuda or DeviceKind.TensorRt => NvidiaMemory.Of(device.Card),
        _ => null,
    };
}
