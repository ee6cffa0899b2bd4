using System.Security.Cryptography;

namespace FijiBridge.Engine.Models;

/// <summary>Reads a folder that holds one model.</summary>
public static class ModelFolder
{
    /// <summary>The names under which the zoo keeps a description; the first that is there counts.</summary>
    private static readonly string[] DescriptionNames = ["rdf.yaml", "bioimageio.yaml", "model.yaml", "rdf.yml"];

    /// <summary>The description in a folder, or null.</summary>
    public static string? FindDescription(string folder) =>
        DescriptionNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <exception cref="EngineFailure">
    /// BadModel: a file is missing, broken, not the one described, or of a kind that cannot be used.
    /// </exception>
    public static InstalledModel Open(string folder, bool builtIn)
    {
        var rdf = FindDescription(folder) ?? throw new EngineFailure(
            FailureKind.BadModel,
            $"there is no {DescriptionNames[0]} in the model; a model is a folder or zip with {DescriptionNames[0]} and an ONNX file");
        var card = ModelCardReader.ReadFile(rdf);
        var onnx = Inside(folder, card.Weights.Source);
        var sha256 = Hash(onnx);
        if (card.Weights.Sha256 is { } described && described != sha256)
            throw new EngineFailure(
                FailureKind.BadModel,
                $"{card.Weights.Source} has the SHA-256 {sha256}, the description says {described}: the file is damaged or another one");
        return new InstalledModel
        {
            Card = card,
            Constraints = ModelConstraints.Of(card),
            OnnxPath = onnx,
            RdfPath = rdf,
            Sha256 = sha256,
            Signature = OnnxSignature.Read(onnx),
            BuiltIn = builtIn,
            Owner = builtIn ? null : ModelOwner.Read(folder),
        };
    }

    /// <summary>The full path of a file that a description names, which must lie inside the model's folder.</summary>
    public static string Inside(string folder, string name)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        if (name.Any(letter => letter is ':' or '\\' || char.IsControl(letter)) || !Path.GetFullPath(Path.Combine(root, name)).StartsWith(root, StringComparison.Ordinal))
            throw new EngineFailure(
                FailureKind.BadModel,
                $"the description names the file '{name}', which is not inside the model; put it beside the description");
        var path = Path.GetFullPath(Path.Combine(root, name));
        return File.Exists(path) ? path : throw new EngineFailure(
            FailureKind.BadModel,
            $"the description names the file '{name}', which is not in the model");
    }

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
