namespace FijiBridge.Engine.Inference;

/// <summary>The ways in which a network can be run; each is an execution provider of ONNX Runtime.</summary>
public enum DeviceKind
{
    /// <summary>The processor. Always there.</summary>
    Cpu,

    /// <summary>A graphics card of any maker through Vulkan (Linux), Direct3D 12 (Windows) or Metal (macOS); needs its driver only.</summary>
    WebGpu,

    /// <summary>An NVIDIA card with CUDA 13 and cuDNN 9; in builds with CudaProviders only.</summary>
    Cuda,

    /// <summary>An NVIDIA card with TensorRT on top of CUDA; the first tile waits until TensorRT has compiled the network.</summary>
    TensorRt,

    /// <summary>A graphics card through DirectML; Windows only.</summary>
    DirectMl,

    /// <summary>The graphics card or neural engine of a Mac.</summary>
    CoreMl,
}

/// <summary>The names of devices: what people type, and what people read.</summary>
public static class DeviceKinds
{
    /// <summary>What is typed to have the best device that works.</summary>
    public const string Automatic = "auto";

    /// <summary>What is typed to have this device.</summary>
    public static string Id(this DeviceKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The name as its makers write it.</summary>
    public static string DisplayName(this DeviceKind kind) => kind switch
    {
        DeviceKind.Cpu => "CPU",
        DeviceKind.WebGpu => "WebGPU",
        DeviceKind.Cuda => "CUDA",
        DeviceKind.TensorRt => "TensorRT",
        DeviceKind.DirectMl => "DirectML",
        DeviceKind.CoreMl => "CoreML",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of device"),
    };

    /// <exception cref="EngineFailure">There is no device of that name (<see cref="FailureKind.BadRequest"/>).</exception>
    public static DeviceKind Parse(string id)
    {
        foreach (var kind in Enum.GetValues<DeviceKind>())
        {
            if (string.Equals(kind.Id(), id, StringComparison.OrdinalIgnoreCase)) return kind;
        }
        var names = string.Join(", ", Enum.GetValues<DeviceKind>().Select(Id));
        throw new EngineFailure(FailureKind.BadRequest, $"There is no device '{id}'; choose {Automatic}, {names}.");
    }
}
