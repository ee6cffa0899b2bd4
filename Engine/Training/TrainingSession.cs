using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace FijiBridge.Engine.Training;

/// <summary>
/// A training step in ONNX Runtime. Everything is bound: batch, figures, and the state's vectors, whose new values
/// are written over the old ones. That is safe because every use of a vector comes before its new value in the graph.
/// On the processor one binding serves all steps; for other devices ONNX Runtime copies an input when it is bound, not when
/// the step runs, so that inputs are bound anew for each step.
/// </summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly AdamOptions _adam;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly OrtIoBinding _binding;
    private readonly List<OrtValue> _values = [];
    private readonly Dictionary<string, OrtValue> _inputs = [];
    private readonly Dictionary<string, float[]> _figures = [];
    private readonly bool _copiesInputs;

    /// <param name="options">Checked.</param>
    /// <param name="state">Changed by every step.</param>
    /// <param name="device">Adds the execution provider; null: the processor.</param>
    public TrainingSession(TrainingOptions options, TrainingState state, Action<SessionOptions>? device = null)
    {
        (_adam, _copiesInputs) = (options.Adam, device is not null);
        _session = Open(TrainingGraph.Build(options).Build().ToByteArray(), options.Threads, device);
        _binding = _session.CreateIoBinding();
        Batch = Bind(options);
        foreach (var (name, vector) in TrainingGraph.Vectors.Zip(state.Vectors))
        {
            var value = Value(vector, [vector.Length]);
            _inputs[name] = value;
            _binding.BindOutput(TrainingGraph.Next(name), value);
        }
        BindInputs();
    }

    /// <summary>To be filled before each step.</summary>
    public TrainingBatch Batch { get; }

    /// <summary>One step on <see cref="Batch"/>.</summary>
    /// <param name="step">Steps done before, over all resumptions.</param>
    /// <param name="learningRate">Of this step.</param>
    /// <returns>The loss of the batch before the update, and the length of its gradient before it was shortened.</returns>
    public (double Loss, double GradientNorm) Step(long step, double learningRate)
    {
        Figure(TrainingGraph.LearningRate) = (float)learningRate;
        Figure(TrainingGraph.Correction1) = (float)(1 - Math.Pow(_adam.Beta1, step + 1));
        Figure(TrainingGraph.Correction2) = (float)(1 - Math.Pow(_adam.Beta2, step + 1));
        Figure(TrainingGraph.AverageDecay) = (float)Math.Min(_adam.AverageDecay, (1.0 + step) / (10.0 + step));
        if (_copiesInputs) BindInputs();
        _session.RunWithBinding(_run, _binding);
        return (Figure(TrainingGraph.Loss), Figure(TrainingGraph.Norm));
    }

    public void Dispose()
    {
        _binding.Dispose();
        foreach (var value in _values) value.Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private static InferenceSession Open(byte[] model, int threads, Action<SessionOptions>? device)
    {
        using var options = new SessionOptions
        {
            // Without memory patterns peak memory is nearly halved; the highest optimisation is for constant weights only.
            EnableMemoryPattern = false,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
            IntraOpNumThreads = threads,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        device?.Invoke(options);
        return new InferenceSession(model, options);
    }

    private TrainingBatch Bind(TrainingOptions options)
    {
        var (input, output) = (options.Patch.Input(options.Network), options.Patch.Output(options.Network));
        var batch = new TrainingBatch(input.Aggregate((a, b) => a * b), output.Aggregate((a, b) => a * b), options.Masked);
        _inputs[TrainingGraph.Input] = Value(batch.Input, input);
        _inputs[TrainingGraph.Target] = Value(batch.Target, output);
        if (batch.Mask is not null) _inputs[TrainingGraph.Mask] = Value(batch.Mask, output);
        foreach (var name in (string[])[TrainingGraph.LearningRate, TrainingGraph.Correction1, TrainingGraph.Correction2, TrainingGraph.AverageDecay])
            _inputs[name] = Value(_figures[name] = new float[1], [1]);
        foreach (var name in (string[])[TrainingGraph.Loss, TrainingGraph.Norm])
            _binding.BindOutput(name, Value(_figures[name] = new float[1], [1]));
        return batch;
    }

    private void BindInputs()
    {
        foreach (var (name, value) in _inputs) _binding.BindInput(name, value);
    }

    private OrtValue Value(float[] data, IEnumerable<int> shape)
    {
        var value = OrtValue.CreateTensorValueFromMemory(data, [.. shape.Select(size => (long)size)]);
        _values.Add(value);
        return value;
    }

    private ref float Figure(string name) => ref _figures[name][0];
}
