using FijiBridge.Engine.Metrics;

namespace FijiBridge.Bridge.Commands.Evaluating;

/// <summary>What <c>fijibridge evaluate</c> was asked to do.</summary>
internal sealed record EvaluateOptions
{
    /// <summary>A CSV file or a folder, as <see cref="Engine.Training.Pairs.PairList.From"/> takes them.</summary>
    public required string Pairs { get; init; }

    /// <summary>How the files of an exposure series are called.</summary>
    public required string Pattern { get; init; }

    public required ModelChoice Model { get; init; }

    public required EvaluationOptions Comparison { get; init; }

    public bool Json { get; init; }

    /// <summary>A table to be written, or null.</summary>
    public string? Csv { get; init; }

    public bool Overwrite { get; init; }
}
