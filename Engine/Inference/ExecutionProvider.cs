using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace FijiBridge.Engine.Inference;

/// <summary>The hardware behind an execution provider, as far as it can be known without running anything.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Missing">What this machine or this build lacks, and what to do; null when a try is worth it.</param>
/// <param name="Software">True when a program imitates the hardware: it works, slower than the processor itself.</param>
/// <param name="NoCard">Of a software device: why there is no real one, and what to do; empty when nothing is known.</param>
internal sealed record Adapter(string Name, string? Missing = null, bool Software = false, string NoCard = "")
{
    /// <summary>What people should know of a device that works: nothing, or that it is a program, and what a real one lacks.</summary>
    public string Remark => !Software ? "" : NoCard.Length == 0 ? Imitation : $"{Imitation}; for a real card: {NoCard}";

    private const string Imitation = "a program that imitates a graphics card: slower than the processor, used only when named";
}

/// <summary>One way to run networks: how ONNX Runtime is asked for it, what it needs, where it exists. <see cref="All"/> is the list.</summary>
internal sealed record ExecutionProvider(DeviceKind Kind, string Remedy, Action<SessionOptions, int> AppendCard, Func<int, Adapter> FindCard)
{
    private const string CudaRemedy = "install the NVIDIA driver, CUDA 13 and cuDNN 9, or use webgpu, which needs the driver only";

    /// <summary>All of them, the preferred one first. The processor, which is always there, is last.</summary>
    public static IReadOnlyList<ExecutionProvider> All { get; } =
    [
        new(DeviceKind.Cuda, CudaRemedy, AppendCuda, card => NvidiaAdapter.Find("cuda", card)) { CountCards = NvidiaAdapter.Count },
        new(DeviceKind.WebGpu, "update the driver of the graphics card, or use cpu", (options, _) => options.AppendExecutionProvider("WebGPU"), _ => GraphicsAdapter.Find()),
        new(DeviceKind.DirectMl, "update the driver of the graphics card, or use cpu", AppendDirectMl, _ => OnlyOn(OperatingSystem.IsWindows(), "DirectML", "Windows")),
        new(DeviceKind.CoreMl, "update macOS, or use cpu", AppendCoreMl, _ => OnlyOn(OperatingSystem.IsMacOS(), "CoreML", "macOS")),
        // Compiles every network anew for minutes: never chosen unasked.
        new(DeviceKind.TensorRt, "install CUDA 13, cuDNN 9 and TensorRT 10, or use cuda", AppendTensorRt, card => NvidiaAdapter.Find("tensorrt", card)) { CountCards = NvidiaAdapter.Count, OnlyWhenNamed = true },
        new(DeviceKind.Cpu, "the program's own files may be damaged: install it again", (_, _) => { }, _ => new Adapter(Processor.Name())),
    ];

    /// <summary>True for providers that are used only when somebody names them.</summary>
    public bool OnlyWhenNamed { get; private init; }

    /// <summary>Which of several cards, from 0 on.</summary>
    public int Card { get; private init; }

    private Func<int> CountCards { get; init; } = () => 1;

    /// <summary>One for each card that this process could use; none of them is tried. At least the first.</summary>
    public IEnumerable<ExecutionProvider> Cards() => Enumerable.Range(0, Math.Max(1, CountCards())).Select(card => this with { Card = card });

    public void Append(SessionOptions options) => AppendCard(options, Card);

    public Adapter FindAdapter() => FindCard(Card);

    public static ExecutionProvider Of(DeviceKind kind) => All.First(provider => provider.Kind == kind);

    public static ExecutionProvider Of(DeviceReport device) => Of(device.Kind) with { Card = device.Card };

    /// <summary>The failure of a device that was named.</summary>
    public EngineFailure Unavailable(string reason, Exception? inner = null) =>
        new(FailureKind.DeviceUnavailable, $"{Kind.DisplayName()}: {reason}.", inner);

    // TF32 would round the samples of 16-bit images to 11 bits inside the convolutions.
    private static void AppendCuda(SessionOptions options, int card)
    {
        using var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(new Dictionary<string, string> { ["device_id"] = card.ToString(CultureInfo.InvariantCulture), ["use_tf32"] = "0" });
        options.AppendExecutionProvider_CUDA(cuda);
    }

    private static void AppendTensorRt(SessionOptions options, int card)
    {
        options.AppendExecutionProvider_Tensorrt(card);
        AppendCuda(options, card);
    }

    private static void AppendDirectMl(SessionOptions options, int card)
    {
        // Both are conditions of this provider.
        options.EnableMemoryPattern = false;
        options.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
        options.AppendExecutionProvider_DML(card);
    }

    private static void AppendCoreMl(SessionOptions options, int card) => options.AppendExecutionProvider(
        "CoreML", new Dictionary<string, string> { ["ModelFormat"] = "MLProgram", ["MLComputeUnits"] = "CPUAndGPU" });

    private static Adapter OnlyOn(bool here, string name, string system) => here
        ? new Adapter($"{name} device")
        : new Adapter("none", $"{name} exists on {system} only; use webgpu or cpu");
}
