using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;

namespace FijiBridge.Engine.Inference;

/// <summary>
/// The one ONNX Runtime environment of the process, with its log in our hands: some causes stand only there (the name of a library
/// that CUDA misses, a WebGPU device that ran out of memory). Call <see cref="Ensure"/> before anything else of ONNX Runtime.
/// </summary>
internal static class OnnxEnvironment
{
    private const int Kept = 64;

    private static readonly ConcurrentQueue<(long Number, string Text)> Errors = new();
    private static readonly Lazy<bool> Created = new(Create);
    private static long _count;

    /// <summary>True when the log is ours; false when something else in the process made the environment first.</summary>
    public static bool Ensure() => Created.Value;

    /// <summary>A mark in the log, for <see cref="ErrorsSince"/>.</summary>
    public static long Mark() => Interlocked.Read(ref _count);

    /// <summary>The errors that ONNX Runtime logged since the mark, in any thread.</summary>
    public static IReadOnlyList<string> ErrorsSince(long mark) =>
        [.. Errors.Where(error => error.Number > mark).Select(error => error.Text)];

    private static bool Create()
    {
        if (OrtEnv.IsCreated) return false;
        var options = new EnvironmentCreationOptions
        {
            logId = "fijibridge",
            logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            loggingFunction = Record,
        };
        OrtEnv.CreateInstanceWithOptions(ref options);
        return true;
    }

    private static void Record(
        IntPtr parameter, OrtLoggingLevel severity, string category, string logId, string codeLocation, string message)
    {
        if (severity < OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR) return;
        Errors.Enqueue((Interlocked.Increment(ref _count), message));
        while (Errors.Count > Kept) Errors.TryDequeue(out _);
    }
}
