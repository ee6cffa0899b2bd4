using FijiBridge.Engine.Inference;

namespace FijiBridge.Engine.Models;

/// <summary>A model that is ready to be used: its folder, its description, and what was found in its network.</summary>
public sealed record InstalledModel
{
    public required ModelCard Card { get; init; }

    public required ModelConstraints Constraints { get; init; }

    /// <summary>The network's file.</summary>
    public required string OnnxPath { get; init; }

    /// <summary>The description's file.</summary>
    public required string RdfPath { get; init; }

    /// <summary>SHA-256 of the network's file, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Names of the network's inputs and outputs, as the file has them.</summary>
    public required OnnxSignature Signature { get; init; }

    /// <summary>It came with the program and cannot be removed.</summary>
    public required bool BuiltIn { get; init; }

    /// <summary>The user who alone may use it; null: everybody.</summary>
    public string? Owner { get; init; }

    public string Name => Card.Name;

    public string Folder => Path.GetDirectoryName(RdfPath)!;

    /// <summary>The network as a session opens it, for tiles of the given shapes.</summary>
    public ModelSource Source(TileShape input, TileShape output) =>
        ModelSource.FromFile(OnnxPath, NetworkInput(Card.ImageInput.Id), NetworkOutput(Card.ImageOutput.Id), input, output) with
        {
            ParameterNames = [.. Card.Parameters.Select(parameter => NetworkInput(parameter.Name))],
        };

    /// <summary>The network's name of an input that the description calls <paramref name="described"/>.</summary>
    public string NetworkInput(string described) => OnnxSignature.Resolve(Signature.Inputs, described, Position(Card.Inputs, described));

    private string NetworkOutput(string described) =>
        OnnxSignature.Resolve(Signature.Outputs, described, Position(Card.Outputs, described));

    private static int Position(IReadOnlyList<Description.TensorDescription> tensors, string described) =>
        tensors.TakeWhile(tensor => tensor.Id != described).Count();
}
