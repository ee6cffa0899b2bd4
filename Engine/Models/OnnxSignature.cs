using FijiBridge.Engine.Models.Onnx;
using Google.Protobuf;

namespace FijiBridge.Engine.Models;

/// <summary>What a network's file says about itself, read without loading it into a runtime.</summary>
/// <param name="Inputs">Names of the inputs that are not weights, in the file's order.</param>
/// <param name="Outputs">Names of the outputs, in the file's order.</param>
public sealed record OnnxSignature(IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    /// <summary>Operator domains that ONNX Runtime has by itself; any other needs a library that a stranger would have to bring.</summary>
    private static readonly string[] KnownDomains = ["", "ai.onnx", "ai.onnx.ml", "com.microsoft"];

    /// <exception cref="EngineFailure">BadModel: no ONNX file, weights in further files, or operators of unknown domains.</exception>
    public static OnnxSignature Read(string path)
    {
        var graph = Parse(path).Graph ?? throw Bad(path, "has no graph");
        var weights = graph.Initializer.Select(tensor => tensor.Name).ToHashSet();
        if (graph.Initializer.FirstOrDefault(IsExternal) is { } external)
            throw Bad(path, $"keeps the weights '{external.Name}' in another file; save it with its weights inside");
        return new OnnxSignature(
            [.. graph.Input.Select(value => value.Name).Where(name => !weights.Contains(name))],
            [.. graph.Output.Select(value => value.Name)]);
    }

    /// <summary>The network's name of a tensor: the description's, where the file has it, otherwise the one at the same place.</summary>
    public static string Resolve(IReadOnlyList<string> names, string described, int position) =>
        names.Contains(described) || position >= names.Count ? described : names[position];

    private static ModelProto Parse(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var model = ModelProto.Parser.ParseFrom(file);
            var domains = model.OpsetImport.Select(set => set.Domain).Concat(Nodes(model.Graph, 0).Select(node => node.Domain));
            return domains.FirstOrDefault(domain => !KnownDomains.Contains(domain)) is { } unknown
                ? throw Bad(path, $"uses operators of the domain '{unknown}', which are not part of ONNX Runtime")
                : model;
        }
        catch (InvalidProtocolBufferException error)
        {
            throw Bad(path, "is not an ONNX file: " + error.Message);
        }
    }

    private static IEnumerable<NodeProto> Nodes(GraphProto? graph, int depth)
    {
        if (graph is null || depth > 32) return [];
        var inner = graph.Node.SelectMany(node => node.Attribute).SelectMany(attribute => attribute.Graphs.Append(attribute.G));
        return graph.Node.Concat(inner.SelectMany(inside => Nodes(inside, depth + 1)));
    }

    private static bool IsExternal(TensorProto tensor) =>
        tensor.DataLocation == TensorProto.Types.DataLocation.External || tensor.ExternalData.Count > 0;

    private static EngineFailure Bad(string path, string complaint) => new(FailureKind.BadModel, $"{Path.GetFileName(path)} {complaint}");
}
