using System.Collections.Immutable;
using System.Security.Cryptography;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Training.Packages;

/// <summary>
/// Writes a trained network as a package of the BioImage Model Zoo: a folder with the network, its description, a test image and what the
/// trained network made of it. <see cref="ModelCatalog.Import(string, string?)"/> takes it unchanged.
/// </summary>
public static class ModelPackageWriter
{
    /// <summary>
    /// Writes a package, or nothing: the folder appears when the written model, opened anew, has reproduced the trained network on the test
    /// image.
    /// </summary>
    /// <param name="folder">Where the package goes; must not exist.</param>
    /// <param name="trained">The network.</param>
    /// <param name="description">What to tell about it.</param>
    /// <param name="image">
    /// An image of the kind that was trained on, with as many channels as the model's file takes; cut or mirrored to a size that the network takes.
    /// </param>
    /// <param name="surroundings">Further nodes around the network; their input channels must be frames.</param>
    /// <exception cref="EngineFailure">
    /// BadRequest: a name that no model can have, no authors, or the folder exists. Internal: the model does not reproduce the network.
    /// </exception>
    public static void Write(string folder, TrainedNetwork trained, ModelDescription description, TestImage image, Surroundings? surroundings = null)
    {
        Require(folder, description);
        var beside = $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))}.new-{Guid.NewGuid():N}";
        Directory.CreateDirectory(beside);
        try
        {
            Fill(beside, trained, description, image, surroundings ?? Surroundings.None);
            ModelCheck.Require(ModelFolder.Open(beside, builtIn: false));
            Directory.Move(beside, folder);
        }
        finally
        {
            if (Directory.Exists(beside)) Directory.Delete(beside, recursive: true);
        }
    }

    private static void Require(string folder, ModelDescription description)
    {
        if (!ModelNames.IsValid(description.Name))
            throw Refuse($"'{description.Name}' cannot be the name of a model; use 1 to {ModelNames.MaxLength} lower-case letters, digits, '.', '-' and '_'");
        if (description.Authors.Count == 0) throw Refuse("a model needs at least one author");
        if (Directory.Exists(folder) || File.Exists(folder)) throw Refuse($"{folder} exists already; choose another name");
    }

    private static void Fill(string folder, TrainedNetwork trained, ModelDescription description, TestImage image, Surroundings around)
    {
        var sizes = NetworkSizes.Of(trained.Network, around.Reach, description.Halo);
        var test = image.Fit(sizes.Z, sizes.Y, sizes.X);
        var scaling = new ChannelScaling(new IntensityProcessing(description.Before, description.After), TensorScaling.Distribution(test.Samples));
        var entering = TensorScaling.Through(scaling.Scale, test.Samples);
        var network = OnnxExporter.Export(trained, entering, test.Shape, surroundings: around);
        File.WriteAllBytes(Path.Combine(folder, DescriptionWriter.Network), network);
        new NpyFile(test.Shape, test.Samples).Write(Path.Combine(folder, DescriptionWriter.TestInput));
        foreach (var (name, value) in around.Numbers) new NpyFile([1], [value]).Write(Path.Combine(folder, DescriptionWriter.TestNumber(name)));
        var (restored, shape) = Restore(trained, entering, test.Shape, around);
        new NpyFile(shape, TensorScaling.Through(scaling.Finish, restored)).Write(Path.Combine(folder, DescriptionWriter.TestOutput));
        File.WriteAllText(Path.Combine(folder, DescriptionWriter.Documentation), DocumentationWriter.Write(trained, description));
        var channels = around.Channels ?? trained.Network.Channels;
        var hash = Convert.ToHexStringLower(SHA256.HashData(network));
        File.WriteAllText(Path.Combine(folder, "rdf.yaml"), DescriptionWriter.Write(trained, description, sizes, channels, hash));
    }

    private static (float[] Restored, ImmutableArray<int> Shape) Restore(TrainedNetwork trained, float[] entering, ImmutableArray<int> shape, Surroundings around)
    {
        using var runner = new NetworkRunner(trained.Network, trained.Weights, 0, around);
        var scale = trained.Network.Architecture.Scale;
        var last = shape.Length - 1;
        return (runner.Restore(entering, shape), shape.SetItem(1, 1).SetItem(last - 1, shape[last - 1] * scale).SetItem(last, shape[last] * scale));
    }

    private static EngineFailure Refuse(string message) => new(FailureKind.BadRequest, message);
}
