using System.Collections.Immutable;
using FijiBridge.Engine.Training.Graph;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace FijiBridge.Engine.Training;

/// <summary>
/// Runs a network whose weights still change, on images of any size: what validation and previews use. Weights are read
/// at every run. One caller at a time.
/// </summary>
public sealed class NetworkRunner : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly OrtValue _weights;
    private readonly IReadOnlyDictionary<string, float> _numbers;

    internal NetworkRunner(Network network, float[] weights, int threads, Surroundings? surroundings = null)
    {
        Network = network;
        var around = surroundings ?? Surroundings.None;
        var graph = new GraphBuilder();
        var flat = graph.Input("weights", [weights.Length]);
        var image = graph.Input("input", InferenceGraph.Example(network, around), InferenceGraph.OpenAxes(network));
        graph.Output("output", InferenceGraph.Restore(network, FlatWeights.Cut(flat, network.Layout), image, around), InferenceGraph.OpenAxes(network, "_out"));
        using var options = new SessionOptions { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(graph.Build().ToByteArray(), options);
        _weights = OrtValue.CreateTensorValueFromMemory(weights, [weights.Length]);
        _numbers = around.Numbers;
    }

    public Network Network { get; }

    /// <summary>Restores images.</summary>
    /// <param name="images"><c>[batch, channel, (z,) y, x]</c>; width and height multiples of the architecture's divisor.</param>
    /// <param name="shape">The size of <paramref name="images"/>, in that order.</param>
    /// <returns><c>[batch, 1, (z,) y, x]</c>, at the architecture's scale.</returns>
    public float[] Restore(float[] images, ImmutableArray<int> shape)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(images, [.. shape.Select(size => (long)size)]);
        var numbers = NumberInputs(_numbers);
        try
        {
            using var outputs = _session.Run(_run, ["weights", "input", .. _numbers.Keys], [_weights, input, .. numbers], ["output"]);
            return outputs[0].GetTensorDataAsSpan<float>().ToArray();
        }
        finally
        {
            foreach (var number in numbers) number.Dispose();
        }
    }

    /// <summary>One value of one element for each of the <see cref="Surroundings.Numbers"/>, to be disposed.</summary>
    internal static List<OrtValue> NumberInputs(IReadOnlyDictionary<string, float> numbers) =>
        [.. numbers.Values.Select(number => OrtValue.CreateTensorValueFromMemory([number], [1]))];

    public void Dispose()
    {
        _weights.Dispose();
        _run.Dispose();
        _session.Dispose();
    }
}
