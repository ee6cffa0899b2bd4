using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Models.Description;

/// <summary>An input or output of a network as its description tells.</summary>
/// <param name="Id">Name of the tensor.</param>
/// <param name="Axes">In the order of the network's dimensions.</param>
/// <param name="Processing">Operations before (inputs) or after (outputs) the network.</param>
public sealed record TensorDescription(string Id, IReadOnlyList<AxisDescription> Axes, IReadOnlyList<ProcessingStep> Processing)
{
    public string Text { get; init; } = "";

    /// <summary>File name of the .npy with which the model can be tested; null when there is none.</summary>
    public string? TestTensor { get; init; }

    /// <summary>It has rows and columns; the others are parameters.</summary>
    public bool IsImage => Axis(AxisKind.Y) is not null && Axis(AxisKind.X) is not null;

    public AxisDescription? Axis(AxisKind kind) => Axes.FirstOrDefault(axis => axis.Kind == kind);
}
