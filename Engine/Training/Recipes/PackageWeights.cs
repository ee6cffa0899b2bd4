using System.Runtime.InteropServices;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Models.Description;
using FijiBridge.Engine.Models.Onnx;
using FijiBridge.Engine.Training.Packages;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>The weights of the built-in models, by the names that they have in their files.</summary>
internal static class PackageWeights
{
    /// <summary>Whether a model of this name comes with the program.</summary>
    public static bool Exist(string model) => File.Exists(FileOf(model));

    /// <summary>All weights of a network, as a built-in model of the same architecture has them, in the order of <see cref="Network.Layout"/>.</summary>
    /// <exception cref="EngineFailure">BadInput: the model's file cannot be read, or its layers are others.</exception>
    public static float[] Of(string model, Network network)
    {
        var known = Read(model);
        return
        [
            .. network.Layout.Parameters.SelectMany(parameter => known.TryGetValue(parameter.Name, out var found) && found.Shape.SequenceEqual(parameter.Shape)
                ? found.Values
                : throw new EngineFailure(FailureKind.BadInput, $"{FileOf(model)} has no {parameter.Name} of {string.Join(" x ", parameter.Shape)} weights; it is not the '{model}' of this version.")),
        ];
    }

    /// <summary>The network of a built-in model, with what its card tells about its training.</summary>
    /// <inheritdoc cref="Of"/>
    public static TrainedNetwork Trained(string model, Network network)
    {
        var card = Path.Combine(Path.GetDirectoryName(FileOf(model))!, "rdf.yaml");
        var told = DescriptionNode.Parse(File.ReadAllText(card), card)["config"]["fijibridge"]["training"];
        return new TrainedNetwork(
            network, Of(model, network), told["steps"].Whole(1), told["best_step"].Whole(0), told["validation_psnr"].Number(), StopReason.Finished, TimeSpan.FromSeconds(told["seconds"].Number()));
    }

    /// <summary>Shape and values of each.</summary>
    /// <exception cref="EngineFailure">BadInput: there is no such file.</exception>
    public static Dictionary<string, (int[] Shape, float[] Values)> Read(string model)
    {
        if (!Exist(model)) throw new EngineFailure(FailureKind.BadInput, $"There is no {FileOf(model)} to begin with.");
        return ModelProto.Parser.ParseFrom(File.ReadAllBytes(FileOf(model))).Graph.Initializer
            .Where(tensor => tensor.DataType == (int)TensorProto.Types.DataType.Float)
            .ToDictionary(tensor => tensor.Name, tensor => (
                tensor.Dims.Select(length => (int)length).ToArray(),
                tensor.FloatData.Count > 0 ? tensor.FloatData.ToArray() : MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray()));
    }

    /// <summary>Fills the first outputs of a convolution with those of a known one, input by input.</summary>
    /// <param name="values">Weights <c>[output, input, y, x]</c>; outputs beyond the known ones stay as they are.</param>
    /// <param name="known">Shape and values of the known convolution, whose kernels are of the same size.</param>
    /// <param name="inputs">For each input the known one; null: one that counts nothing.</param>
    public static void CopyInputs(Span<float> values, (int[] Shape, float[] Values) known, IReadOnlyList<int?> inputs)
    {
        var area = known.Shape[2] * known.Shape[3];
        for (var output = 0; output < known.Shape[0]; output++)
        for (var input = 0; input < inputs.Count; input++)
        {
            var to = values.Slice((output * inputs.Count + input) * area, area);
            if (inputs[input] is { } from) known.Values.AsSpan((output * known.Shape[1] + from) * area, area).CopyTo(to);
            else to.Clear();
        }
    }

    private static string FileOf(string model) => Path.Combine(ModelCatalog.BuiltInFolder, model, DescriptionWriter.Network);
}
