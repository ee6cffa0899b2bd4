using FijiBridge.Engine.Training.Graph;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace FijiBridge.Engine.Tests.Training;

/// <summary>Runs a graph on the processor, inputs and outputs as flat arrays.</summary>
internal sealed class GraphRunner : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();

    public GraphRunner(GraphBuilder graph, Action<SessionOptions>? configure = null)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        configure?.Invoke(options);
        _session = new InferenceSession(graph.Build().ToByteArray(), options);
    }

    public Dictionary<string, float[]> Run(params (GraphValue Value, float[] Data)[] inputs) =>
        Run([.. inputs.Select(input => (input.Value.Name, input.Data))]);

    /// <summary>For graphs whose inputs have fixed sizes, which are known by the session.</summary>
    public Dictionary<string, float[]> Run(params (string Name, float[] Data)[] inputs)
    {
        var values = inputs.Select(input =>
            OrtValue.CreateTensorValueFromMemory(input.Data, [.. _session.InputMetadata[input.Name].Dimensions.Select(size => (long)size)])).ToArray();
        try
        {
            using var outputs = _session.Run(_run, [.. inputs.Select(input => input.Name)], values, _session.OutputNames);
            return _session.OutputNames.Zip(outputs, (name, output) => (name, output.GetTensorDataAsSpan<float>().ToArray()))
                .ToDictionary(pair => pair.name, pair => pair.Item2);
        }
        finally
        {
            foreach (var value in values) value.Dispose();
        }
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }
}
