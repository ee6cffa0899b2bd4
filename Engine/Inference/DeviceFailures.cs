using System.Text.RegularExpressions;

namespace FijiBridge.Engine.Inference;

/// <summary>What ONNX Runtime's exceptions and log mean for the person who waits. It has no error codes for any of this.</summary>
internal static partial class DeviceFailures
{
    private static readonly string[] SignsOfExhaustedMemory =
    [
        "OUT_OF_DEVICE_MEMORY", "OUT_OF_HOST_MEMORY", "out of memory", "OUTOFMEMORY", "ALLOC_FAILED", "bad_alloc", "bad allocation",
        "Failed to allocate memory", "not enough memory", "maxBufferSize", "maxStorageBuffersPerShaderStage",
    ];

    /// <summary>Errors of a device that ONNX Runtime only logs; the run then may end well and its numbers be wrong.</summary>
    public static string? LoggedDeviceError(IEnumerable<string> log) =>
        log.FirstOrDefault(line => line.Contains("WebGPU device error", StringComparison.Ordinal) || line.Contains("device lost", StringComparison.OrdinalIgnoreCase));

    /// <summary>True when the failure of a run means that the device has not enough memory for it.</summary>
    public static bool IsMemoryExhausted(IEnumerable<string> texts) =>
        texts.Any(text => SignsOfExhaustedMemory.Any(sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase)));

    /// <summary>True when a session that may use its device only was refused because an operator would have run on the processor.</summary>
    public static bool IsLeftToTheProcessor(string text) => text.Contains("fallback to CPU EP has been explicitly disabled", StringComparison.Ordinal);

    /// <summary>One phrase that says why an execution provider could not be used, and <paramref name="remedy"/>.</summary>
    public static string Reason(Exception exception, IEnumerable<string> log, string remedy)
    {
        string[] texts = [.. log, exception.Message];
        var library = texts.Select(text => MissingLibrary().Match(text)).FirstOrDefault(match => match.Success);
        if (library is not null) return $"{library.Groups[1].Value} is not installed; {remedy}";
        if (texts.Any(IsLeftToTheProcessor))
            return $"it left a part of the test network to the processor; {remedy}";
        return $"{FirstSentence(exception.Message)}; {remedy}";
    }

    /// <summary>The failure of a run of <paramref name="count"/> tiles, in the engine's terms.</summary>
    public static EngineFailure Explain(string message, IReadOnlyList<string> log, DeviceKind device, int count, TileShape tile, Exception? inner)
    {
        if (IsMemoryExhausted([.. log, message]))
        {
            var what = count == 1 ? $"One tile of {tile} does" : $"{count} tiles of {tile} do";
            return new EngineFailure(FailureKind.OutOfDeviceMemory, $"{what} not fit into the memory of the {device.DisplayName()} device; choose a smaller tile.", inner);
        }
        if (OtherOutputShape().Match(message) is { Success: true } shapes)
            return new EngineFailure(FailureKind.BadModel, $"The network gives {shapes.Groups[2].Value} samples where its description says {shapes.Groups[1].Value}.", inner);
        return new EngineFailure(FailureKind.Internal, $"The network failed on {device.DisplayName()}: {FirstSentence(message)}.", inner);
    }

    /// <summary>A message of ONNX Runtime without its code, its source paths and all but its first line.</summary>
    internal static string FirstSentence(string message)
    {
        var line = message.Split('\n').Select(text => SourceLocation().Replace(text, "").Trim()).FirstOrDefault(text => text.Length > 0) ?? "";
        return (line.Length > 240 ? line[..240] + "..." : line).TrimEnd('.', ' ');
    }

    [GeneratedRegex(@"([\w.+-]+\.so[\w.]*): cannot open shared object file")]
    private static partial Regex MissingLibrary();

    [GeneratedRegex(@"has shape \{([\d,]+)\} but the computed output shape for this run is \{([\d,]+)\}")]
    private static partial Regex OtherOutputShape();

    [GeneratedRegex(@"^.*\[ONNXRuntimeError\] : \d+ : \w+ : |\[ErrorCode:\w+\]|\S*/onnxruntime\S*:\d+\s")]
    private static partial Regex SourceLocation();
}
