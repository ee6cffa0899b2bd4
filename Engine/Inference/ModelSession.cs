using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FijiBridge.Engine.Inference;

/// <summary>
/// One network on one device, used with one tile shape. Runs of a session follow one another, whichever threads ask for them;
/// <see cref="Dispose"/> waits for the run in progress. Runs belong into an <see cref="InferenceQueue"/>.
/// </summary>
public sealed class ModelSession : IDisposable
{
    // Opening, running and closing WebGPU sessions at the same time crashes ONNX Runtime 1.29: they share one device without locks.
    private static readonly Lock WebGpuGate = new();

    private readonly Lock _gate;
    private readonly InferenceSession _session;
    private readonly SessionSignature _signature;
    private bool _disposed;

    private ModelSession(ModelSource source, DeviceKind device, Lock gate, InferenceSession session, string? notice)
    {
        (Source, Device, _gate, _session) = (source, device, gate, session);
        _signature = new SessionSignature(source, session);
        BatchLimit = _signature.MaxBatch;
        Notices = notice is null ? [] : [notice];
    }

    public ModelSource Source { get; }

    /// <summary>Where the network really runs.</summary>
    public DeviceKind Device { get; }

    /// <summary>What whoever waits for results should know, such as that a part of the network runs on the processor.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <summary>How many tiles one run can take: what the network allows, later what the device's memory allowed.</summary>
    public int BatchLimit { get; internal set; }

    /// <summary>Loads the network; takes from 10 ms to seconds.</summary>
    /// <exception cref="EngineFailure">
    /// <see cref="FailureKind.BadModel"/>: not a network, or not what the source says; <see cref="FailureKind.DeviceUnavailable"/>: the device does not work.
    /// </exception>
    public static ModelSession Open(ModelSource source, DeviceKind device, SessionThreads? threads = null) => Open(source, ExecutionProvider.Of(device), threads);

    /// <summary>Loads the network onto one of several cards.</summary>
    /// <inheritdoc cref="Open(ModelSource, DeviceKind, SessionThreads?)"/>
    public static ModelSession Open(ModelSource source, DeviceReport device) => Open(source, ExecutionProvider.Of(device), threads: null);

    private static ModelSession Open(ModelSource source, ExecutionProvider provider, SessionThreads? threads)
    {
        OnnxEnvironment.Ensure();
        if (provider.FindAdapter().Missing is { } missing) throw provider.Unavailable(missing);
        return Open(source, provider, () => Load(source, provider, threads ?? new SessionThreads()));
    }

    /// <summary>Loads the network onto the device and nowhere else, or throws what ONNX Runtime throws.</summary>
    internal static ModelSession OpenStrict(ModelSource source, ExecutionProvider provider) =>
        Open(source, provider, () => (SessionFactory.CreateStrict(source, provider, new SessionThreads()), null));

    /// <summary>Runs <paramref name="count"/> tiles at once, without copying them.</summary>
    /// <param name="tiles">count * Source.Input.Length samples, tile after tile, <c>[n, c, (z,) y, x]</c>.</param>
    /// <param name="count">At least 1, at most <see cref="BatchLimit"/>.</param>
    /// <param name="parameters">A value for each of the source's parameter names; others are ignored.</param>
    /// <param name="outputs">Receives count * Source.Output.Length samples.</param>
    /// <param name="ct">Stops the run between two operators.</param>
    /// <exception cref="EngineFailure"><see cref="FailureKind.OutOfDeviceMemory"/>, <see cref="FailureKind.BadModel"/>, <see cref="FailureKind.BadRequest"/> or <see cref="FailureKind.Internal"/>.</exception>
    public void Run(
        ReadOnlySpan<float> tiles, int count, IReadOnlyDictionary<string, double> parameters, Span<float> outputs, CancellationToken ct = default)
    {
        CheckLength(tiles.Length, (long)count * Source.Input.Length, nameof(tiles));
        CheckLength(outputs.Length, (long)count * Source.Output.Length, nameof(outputs));
        var values = Source.ParameterNames.Select(name => Value(name, parameters)).ToArray();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            ct.ThrowIfCancellationRequested();
            RunPinned(tiles, count, values, outputs, ct);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (!_disposed) _session.Dispose();
            _disposed = true;
        }
    }

    private static ModelSession Open(ModelSource source, ExecutionProvider provider, Func<(InferenceSession Session, string? Notice)> load)
    {
        var gate = provider.Kind == DeviceKind.WebGpu ? WebGpuGate : new Lock();
        lock (gate)
        {
            var (session, notice) = load();
            try
            {
                return new ModelSession(source, provider.Kind, gate, session, notice);
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }
    }

    private static (InferenceSession Session, string? Notice) Load(ModelSource source, ExecutionProvider provider, SessionThreads threads)
    {
        var mark = OnnxEnvironment.Mark();
        try
        {
            return SessionFactory.Create(source, provider, threads);
        }
        catch (OnnxRuntimeException e)
        {
            var noMemory = DeviceFailures.IsMemoryExhausted([.. OnnxEnvironment.ErrorsSince(mark), e.Message]);
            throw noMemory
                ? new EngineFailure(FailureKind.OutOfDeviceMemory, $"The network {source.Name} does not fit into the memory of the {provider.Kind.DisplayName()} device.", e)
                : new EngineFailure(FailureKind.BadModel, $"The network {source.Name} cannot be loaded: {DeviceFailures.FirstSentence(e.Message)}.", e);
        }
    }

    private unsafe void RunPinned(ReadOnlySpan<float> tiles, int count, float[] values, Span<float> outputs, CancellationToken ct)
    {
        fixed (float* input = tiles, output = outputs, scalars = values)
        {
            var inputs = new List<OrtValue> { Wrap(input, tiles.Length, _signature.Shape(Source.Input, count)) };
            try
            {
                for (var i = 0; i < values.Length; i++) inputs.Add(Wrap(scalars + i, 1, _signature.ParameterShapes[Source.ParameterNames[i]]));
                using var result = Wrap(output, outputs.Length, _signature.Shape(Source.Output, count));
                RunBound(inputs, result, count, ct);
            }
            finally
            {
                inputs.ForEach(value => value.Dispose());
            }
        }
    }

    private void RunBound(List<OrtValue> inputs, OrtValue result, int count, CancellationToken ct)
    {
        var mark = OnnxEnvironment.Mark();
        using var options = new RunOptions();
        using var stop = ct.Register(() => options.Terminate = true);
        try
        {
            _session.Run(options, [Source.InputName, .. Source.ParameterNames], inputs, [Source.OutputName], [result]);
        }
        catch (OnnxRuntimeException) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(ct);
        }
        catch (OnnxRuntimeException e)
        {
            throw DeviceFailures.Explain(e.Message, LogSince(mark), Device, count, Source.Input, e);
        }
        if (DeviceFailures.LoggedDeviceError(LogSince(mark)) is { } error)
            throw DeviceFailures.Explain(error, LogSince(mark), Device, count, Source.Input, null);
    }

    // The log is one for the process: what other sessions write while this one runs on the processor is not about this run.
    private IReadOnlyList<string> LogSince(long mark) => Device == DeviceKind.Cpu ? [] : OnnxEnvironment.ErrorsSince(mark);

    private static unsafe OrtValue Wrap(float* data, int length, long[] shape) => OrtValue.CreateTensorValueWithData(
        OrtMemoryInfo.DefaultInstance, TensorElementType.Float, shape, (IntPtr)data, (long)length * sizeof(float));

    private float Value(string name, IReadOnlyDictionary<string, double> parameters) => parameters.TryGetValue(name, out var value)
        ? (float)value
        : throw new EngineFailure(FailureKind.BadRequest, $"The network {Source.Name} needs a value for its parameter '{name}'.");

    private static void CheckLength(int given, long expected, string name)
    {
        if (given != expected || expected == 0) throw new ArgumentException($"{expected} samples are needed, {given} were given", name);
    }
}
