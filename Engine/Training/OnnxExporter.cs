using System.Collections.Immutable;
using FijiBridge.Engine.Models.Onnx;
using FijiBridge.Engine.Training.Graph;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace FijiBridge.Engine.Training;

/// <summary>Writes a trained network as a model file that needs nothing but ONNX Runtime.</summary>
public static class OnnxExporter
{
    /// <summary>Largest difference between the exported and the trained network, relative to the largest output.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>
    /// The network as an ONNX file (opset 18) with its weights inside, input <c>input</c>, output <c>output</c>. Batch, height
    /// and width (and depth) stay open unless <paramref name="tile"/> fixes them.
    /// </summary>
    /// <param name="trained">The network.</param>
    /// <param name="sample">A patch on which the file must do what the trained network does, as it enters the model.</param>
    /// <param name="shape">The size of the patch, <c>[batch, channel, (z,) y, x]</c>.</param>
    /// <param name="tile">The only size the file will take; null: any.</param>
    /// <param name="surroundings">Further nodes around the network.</param>
    /// <exception cref="EngineFailure">The file does not reproduce the trained network (<see cref="FailureKind.Internal"/>).</exception>
    public static byte[] Export(
        TrainedNetwork trained, float[] sample, ImmutableArray<int> shape, PatchShape? tile = null, Surroundings? surroundings = null)
    {
        var around = surroundings ?? Surroundings.None;
        var file = Write(trained, tile, around).ToByteArray();
        var expected = Expected(trained, sample, shape, around);
        Compare(expected, Run(file, sample, shape, around));
        return file;
    }

    private static ModelProto Write(TrainedNetwork trained, PatchShape? tile, Surroundings around)
    {
        var network = trained.Network;
        var graph = new GraphBuilder();
        var example = tile is null ? InferenceGraph.Example(network, around) : tile.Input(network).SetItem(1, around.Channels ?? network.Channels);
        var image = graph.Input("input", example, tile is null ? InferenceGraph.OpenAxes(network) : []);
        var layers = FlatWeights.Written(graph, network.Layout, trained.Weights);
        graph.Output("output", InferenceGraph.Restore(network, layers, image, around), tile is null ? InferenceGraph.OpenAxes(network, "_out") : []);
        var model = graph.Build();
        model.Graph.Name = network.Architecture.Name;
        model.DocString = $"{network.Architecture}, {trained.BestStep} training steps";
        return model;
    }

    private static float[] Expected(TrainedNetwork trained, float[] sample, ImmutableArray<int> shape, Surroundings around)
    {
        using var runner = new NetworkRunner(trained.Network, trained.Weights, 0, around);
        return runner.Restore(sample, shape);
    }

    private static float[] Run(byte[] file, float[] sample, ImmutableArray<int> shape, Surroundings around)
    {
        using var session = new InferenceSession(file);
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(sample, [.. shape.Select(size => (long)size)]);
        var numbers = NetworkRunner.NumberInputs(around.Numbers);
        try
        {
            using var outputs = session.Run(options, ["input", .. around.Numbers.Keys], [input, .. numbers], ["output"]);
            return outputs[0].GetTensorDataAsSpan<float>().ToArray();
        }
        finally
        {
            foreach (var number in numbers) number.Dispose();
        }
    }

    private static void Compare(float[] expected, float[] actual)
    {
        var largest = expected.Max(Math.Abs);
        var difference = expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max();
        // A NaN on either side must fail too.
        if (!(expected.Length == actual.Length && difference <= Tolerance * Math.Max(largest, 1e-6f)))
            throw new EngineFailure(FailureKind.Internal, $"The exported model differs from the trained network by {difference} on a patch whose largest value is {largest}; it was not saved.");
    }
}
