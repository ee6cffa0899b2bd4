namespace FijiBridge.Engine.Normalization;

/// <summary>What a model wants done to intensities before and after its network, checked.</summary>
public sealed class IntensityProcessing
{
    public static IntensityProcessing None { get; } = new([], []);

    /// <exception cref="EngineFailure">BadModel: an operation is unknown, wrong, or impossible where it stands.</exception>
    public IntensityProcessing(IEnumerable<ProcessingStep> before, IEnumerable<ProcessingStep> after)
    {
        Before = [.. before.Select(CheckedBefore)];
        After = [.. after.Select(CheckedAfter)];
    }

    public IReadOnlyList<NormalizationScheme> Before { get; }

    public IReadOnlyList<NormalizationScheme> After { get; }

    /// <summary>The stack must be read once before it can be restored.</summary>
    public bool NeedsStatistics => Before.Any(scheme => scheme.NeedsStatistics);

    /// <summary>The scaling before the network is undone after it: no later operation says what the units are.</summary>
    public bool UndoesScaling => !After.Any(scheme => scheme.SetsUnits);

    private static NormalizationScheme CheckedBefore(ProcessingStep step) => NormalizationSchemes.Parse(step) switch
    {
        EnsureDtype { Type: not ("float32" or "float64") } other => throw step.Bad($"asks for {other.Type} before the network; float32 is possible"),
        Binarize or ScaleMeanVariance => throw step.Bad("is not possible before the network"),
        var scheme => scheme,
    };

    private static NormalizationScheme CheckedAfter(ProcessingStep step)
    {
        var scheme = NormalizationSchemes.Parse(step);
        return scheme.NeedsStatistics
            ? throw step.Bad("needs the statistics of the whole result, which leaves plane by plane; it is not possible after the network")
            : scheme;
    }
}
