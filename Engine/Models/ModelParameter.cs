using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Models;

/// <summary>A number that the user may choose, and that goes into the network as an input of one element.</summary>
/// <param name="Name">Name of the network's input.</param>
/// <param name="Description">One line for the user, with the unit.</param>
/// <param name="Default">Taken when the user gives none.</param>
/// <param name="Minimum">Smallest value that is allowed.</param>
/// <param name="Maximum">Largest value that is allowed.</param>
public sealed record ModelParameter(string Name, string Description, double Default, double Minimum, double Maximum)
{
    /// <summary>What is measured in each channel of the stack and taken when the user gives none; null: <see cref="Default"/> is taken.</summary>
    public NoiseFigure? Estimate { get; init; }

    /// <summary>The values that the model has learnt from; beyond them its results are less certain. Null: any.</summary>
    public (double Low, double High)? Trained { get; init; }
}
