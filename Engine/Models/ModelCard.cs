using FijiBridge.Engine.Models.Description;
using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Models;

/// <summary>A model's description (rdf.yaml of the BioImage Model Zoo, formats 0.4 and 0.5), read and checked.</summary>
public sealed record ModelCard
{
    /// <summary>The name by which users ask for the model: lower-case letters, digits, '.', '-' and '_', 1 to 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The name as its authors write it.</summary>
    public required string Title { get; init; }

    public required string Version { get; init; }

    public required string Description { get; init; }

    public required string License { get; init; }

    public required IReadOnlyList<string> Authors { get; init; }

    public required IReadOnlyList<TensorDescription> Inputs { get; init; }

    public required IReadOnlyList<TensorDescription> Outputs { get; init; }

    public required OnnxWeights Weights { get; init; }

    public required IReadOnlyList<ModelParameter> Parameters { get; init; }

    /// <summary>
    /// Neighbouring frames that go in for one frame out (1: single images), from <c>config.fijibridge.frames</c> or a time axis.
    /// </summary>
    public required int Frames { get; init; }

    /// <summary>
    /// It makes good what detectors and scanners do wrong (<c>config.fijibridge.removes_artefacts</c>): the offset of every second line is measured and undone
    /// before the network, to whole pixels, and of hot pixels nothing goes past the network.
    /// </summary>
    public bool RemovesArtefacts { get; init; }

    /// <summary>What is done to intensities before and after the network.</summary>
    public required IntensityProcessing Processing { get; init; }

    /// <summary>The description, word for word.</summary>
    public required string Text { get; init; }

    /// <summary>The tensor that takes the image.</summary>
    public TensorDescription ImageInput => Inputs.First(tensor => tensor.IsImage);

    /// <summary>The tensor that gives the restored image.</summary>
    public TensorDescription ImageOutput => Outputs.First(tensor => tensor.IsImage);
}

/// <summary>The ONNX file of a model.</summary>
/// <param name="Source">File name, relative to the description.</param>
/// <param name="Sha256">Lower-case hexadecimal; null when the description gives none.</param>
/// <param name="OpsetVersion">Version of the standard operators; null when the description gives none.</param>
public sealed record OnnxWeights(string Source, string? Sha256, int? OpsetVersion);
