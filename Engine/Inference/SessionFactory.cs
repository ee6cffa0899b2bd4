using Microsoft.ML.OnnxRuntime;

namespace FijiBridge.Engine.Inference;

/// <summary>Makes sessions of ONNX Runtime for one device, and says whether all of the network runs there.</summary>
internal static class SessionFactory
{
    /// <summary>A session all of whose operators run on the device, or an exception.</summary>
    public static InferenceSession CreateStrict(ModelSource source, ExecutionProvider provider, SessionThreads threads) =>
        Create(source, provider, threads, strict: provider.Kind != DeviceKind.Cpu);

    /// <summary>A session on the device; operators that the device does not offer run on the processor, and the notice says so.</summary>
    public static (InferenceSession Session, string? Notice) Create(ModelSource source, ExecutionProvider provider, SessionThreads threads)
    {
        try
        {
            return (CreateStrict(source, provider, threads), null);
        }
        catch (OnnxRuntimeException e) when (DeviceFailures.IsLeftToTheProcessor(e.Message))
        {
            var session = Create(source, provider, threads, strict: false);
            return (session, $"{source.Name}: {provider.Kind.DisplayName()} does not offer every operator of this network; a part of it runs on the processor, which can be slow.");
        }
    }

    private static InferenceSession Create(ModelSource source, ExecutionProvider provider, SessionThreads threads, bool strict)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            EnableCpuMemArena = true,
            IntraOpNumThreads = threads.IntraOp,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", threads.Spinning ? "1" : "0");
        if (strict) options.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
        Append(options, provider);
        return source.Path is null ? new InferenceSession(source.Bytes, options) : new InferenceSession(source.Path, options);
    }

    private static void Append(SessionOptions options, ExecutionProvider provider)
    {
        var mark = OnnxEnvironment.Mark();
        try
        {
            provider.Append(options);
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            throw provider.Unavailable(DeviceFailures.Reason(e, OnnxEnvironment.ErrorsSince(mark), provider.Remedy), e);
        }
    }
}
