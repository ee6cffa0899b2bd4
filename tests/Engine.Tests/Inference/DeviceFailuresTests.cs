using FijiBridge.Engine.Inference;

namespace FijiBridge.Engine.Tests.Inference;

/// <summary>The messages are those that ONNX Runtime 1.29 really gave, with paths shortened.</summary>
[TestClass]
public sealed class DeviceFailuresTests
{
    private static readonly TileShape Tile = new(1, 1, 256, 256);

    [TestMethod]
    public void Reason_LibraryNamedInTheLogOnly_IsNamed()
    {
        string[] log =
        [
            "/onnxruntime_src/x.cc:1988 onnxruntime::Provider& Get() [ONNXRuntimeError] : 1 : FAIL : Failed to load library " +
            "/opt/x/libonnxruntime_providers_cuda.so with error: libcublasLt.so.13: cannot open shared object file: No such file or directory",
        ];
        var reason = DeviceFailures.Reason(new InvalidOperationException("Failed to load shared library"), log, "install CUDA 13");
        Assert.AreEqual("libcublasLt.so.13 is not installed; install CUDA 13", reason);
    }

    [TestMethod]
    public void Reason_OtherMessage_LosesCodeAndSourcePath()
    {
        var reason = DeviceFailures.Reason(
            new InvalidOperationException("[ErrorCode:Fail] /onnxruntime_src/core/webgpu_context.cc:100 Failed to get a WebGPU adapter: No supported adapters\n\n"), [], "use cpu");
        Assert.AreEqual("Failed to get a WebGPU adapter: No supported adapters; use cpu", reason);
    }

    [TestMethod]
    [DataRow("WebGPU device error(3): vkAllocateMemory failed with VK_ERROR_OUT_OF_DEVICE_MEMORY")]
    [DataRow("[ErrorCode:RuntimeException] Non-zero status code: Failed to allocate memory for requested buffer of size 1207959552")]
    [DataRow("CUDNN_STATUS_ALLOC_FAILED")]
    [DataRow("CUDA failure 2: out of memory ; GPU=0")]
    [DataRow("std::bad_alloc")]
    public void Explain_MessageAboutMemory_IsOutOfDeviceMemory(string message)
    {
        var failure = DeviceFailures.Explain(message, [], DeviceKind.WebGpu, 1, Tile, null);
        Assert.AreEqual(FailureKind.OutOfDeviceMemory, failure.Kind);
        StringAssert.Contains(failure.Message, "One tile of 1 x 256 x 256");
    }

    [TestMethod]
    public void Explain_MemoryNamedInTheLogOnly_IsOutOfDeviceMemory()
    {
        var failure = DeviceFailures.Explain("Invalid ShaderModule", ["VK_ERROR_OUT_OF_DEVICE_MEMORY"], DeviceKind.WebGpu, 4, Tile, null);
        Assert.AreEqual(FailureKind.OutOfDeviceMemory, failure.Kind);
    }

    [TestMethod]
    public void Explain_AnythingElse_IsInternal() =>
        Assert.AreEqual(FailureKind.Internal, DeviceFailures.Explain("no such kernel", [], DeviceKind.Cpu, 1, Tile, null).Kind);

    [TestMethod]
    public void LoggedDeviceError_OfWebGpu_IsFound()
    {
        Assert.IsNotNull(DeviceFailures.LoggedDeviceError(["fine", "WebGPU device error(2): validation"]));
        Assert.IsNull(DeviceFailures.LoggedDeviceError(["fine"]));
    }
}
