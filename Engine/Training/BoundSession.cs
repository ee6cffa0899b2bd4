using FijiBridge.Engine.Training.Graph;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace FijiBridge.Engine.Training;

/// <summary>
/// A graph in ONNX Runtime whose inputs and outputs are bound to memory of ours. On the processor one binding serves all runs; for other devices
/// ONNX Runtime copies an input when it is bound, not when the graph runs, so that inputs are bound anew for each run.
/// </summary>
internal sealed class BoundSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly OrtIoBinding _binding;
    private readonly List<OrtValue> _values = [];
    private readonly Dictionary<string, OrtValue> _inputs = [];
    private readonly bool _copiesInputs;

    /// <param name="graph">What runs.</param>
    /// <param name="threads">Of the processor; 0: all.</param>
    /// <param name="device">Adds the execution provider; null: the processor.</param>
    public BoundSession(GraphBuilder graph, int threads, Action<SessionOptions>? device = null)
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
        _copiesInputs = device is not null;
        _session = new InferenceSession(graph.Build().ToByteArray(), options);
        _binding = _session.CreateIoBinding();
    }

    /// <summary>Memory that every run reads.</summary>
    public void Input(string name, Memory<float> data, IEnumerable<int> shape)
    {
        _inputs[name] = Value(data, shape);
        _binding.BindInput(name, _inputs[name]);
    }

    /// <summary>Memory that every run writes; that of an input too, where the graph reads it before.</summary>
    public void Output(string name, Memory<float> data, IEnumerable<int> shape) => _binding.BindOutput(name, Value(data, shape));

    /// <summary>Memory of one element that every run reads.</summary>
    public float[] InputFigure(string name)
    {
        var figure = new float[1];
        Input(name, figure, [1]);
        return figure;
    }

    /// <summary>Memory of one element that every run writes.</summary>
    public float[] OutputFigure(string name)
    {
        var figure = new float[1];
        Output(name, figure, [1]);
        return figure;
    }

    public void Run()
    {
        if (_copiesInputs)
        {
            foreach (var (name, value) in _inputs) _binding.BindInput(name, value);
        }
        _session.RunWithBinding(_run, _binding);
    }

    public void Dispose()
    {
        _binding.Dispose();
        foreach (var value in _values) value.Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private OrtValue Value(Memory<float> data, IEnumerable<int> shape)
    {
        var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, data, [.. shape.Select(size => (long)size)]);
        _values.Add(value);
        return value;
    }
}
