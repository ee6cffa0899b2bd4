using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Metrics.Figures;

namespace FijiBridge.Bridge.Commands.Drawing;

/// <summary>What <c>fijibridge figure</c> was asked to do.</summary>
internal sealed record FigureOptions
{
    public required string Noisy { get; init; }

    public required string Clean { get; init; }

    /// <summary>The picture (.png), beside which a TIFF of the same name is written, or that TIFF alone (.tif, .tiff).</summary>
    public required string Out { get; init; }

    /// <summary>Number of the plane in XYCZT order, from 1.</summary>
    public required int Plane { get; init; }

    /// <summary>The part that is enlarged; null: where the truth has the most contrast.</summary>
    public Inset? Inset { get; init; }

    public required Evaluating.ModelChoice Model { get; init; }

    public required EvaluationOptions Comparison { get; init; }

    public bool Overwrite { get; init; }

    /// <summary>The picture, or null when only the stack is wanted.</summary>
    public string? Picture => IsTiff(Out) ? null : Out;

    /// <summary>The four panels with their intensities.</summary>
    public string Stack => IsTiff(Out) ? Out : Path.ChangeExtension(Out, ".tif");

    private static bool IsTiff(string path) => Path.GetExtension(path).ToLowerInvariant() is ".tif" or ".tiff";
}
