namespace FijiBridge.Engine.Normalization;

/// <summary>The operations that are known, by the names of the BioImage Model Zoo (descriptions 0.4 and 0.5).</summary>
public static class NormalizationSchemes
{
    private static readonly Dictionary<string, Func<ProcessingStep, NormalizationScheme>> Parsers = new()
    {
        ["scale_range"] = ScaleRange.Parse,
        ["zero_mean_unit_variance"] = ZeroMeanUnitVariance.Parse,
        ["fixed_zero_mean_unit_variance"] = FixedZeroMeanUnitVariance.Parse,
        ["scale_linear"] = ScaleLinear.Parse,
        ["scale_mean_variance"] = _ => new ScaleMeanVariance(),
        ["clip"] = Clip.Parse,
        ["ensure_dtype"] = EnsureDtype.Parse,
        ["sigmoid"] = _ => new Sigmoid(),
        ["binarize"] = Binarize.Parse,
    };

    public static IReadOnlyCollection<string> Names => Parsers.Keys;

    /// <exception cref="EngineFailure">BadModel: the operation is unknown, or its arguments are wrong.</exception>
    public static NormalizationScheme Parse(ProcessingStep step) => Parsers.TryGetValue(step.Name, out var parse)
        ? parse(step)
        : throw step.Bad($"is not known; known are {string.Join(", ", Names)}");
}
