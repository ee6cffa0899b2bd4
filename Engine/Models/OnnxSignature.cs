using FijiBridge.Engine.Models.Onnx;
using Google.Protobuf;

namespace FijiBridge.Engine.Models;

/// <summary>What a network's file says about itself, read without loading it into a runtime.</summary>
/// <param name="Inputs">Names of the inputs that are not weights, in the file's order.</param>
/// <param name="Outputs">Names of the outputs, in the file's order.</param>
public sealed record OnnxSignature(IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    /// <exception cref="EngineFailure">BadModel: no ONNX file, weights in further files, or operators of unknown domains.</exception>
    public static OnnxSignature Read(string path)
    {
        var graph = Parse(path).Graph ?? throw Bad(path, "has no graph");
        var weights = graph.Initializer.Select(tensor => tensor.Name).ToHashSet();
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
            return OnnxSafety.Complaints(model).FirstOrDefault() is { } complaint ? throw Bad(path, complaint) : model;
        }
        catch (InvalidProtocolBufferException error)
        {
            throw Bad(path, "is not an ONNX file: " + error.Message);
        }
    }

    private static EngineFailure Bad(string path, string complaint) => new(FailureKind.BadModel, $"{Path.GetFileName(path)} {complaint}");
}
