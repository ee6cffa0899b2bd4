namespace FijiBridge.Engine.Normalization;

/// <summary>ensure_dtype: the networks here take and give 32-bit floats, so only floating types can be asked for before one.</summary>
public sealed class EnsureDtype(string type) : NormalizationScheme
{
    /// <summary>The type that the description asks for.</summary>
    public string Type { get; } = type;

    public override bool SetsUnits => false;

    public static NormalizationScheme Parse(ProcessingStep step) => new EnsureDtype(step.Word("dtype", "float32"));

    public override IntensityMap Fit(IntensityDistribution channel) => AffineMap.Identity;
}
