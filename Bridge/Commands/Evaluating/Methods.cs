using FijiBridge.Engine.Metrics;

namespace FijiBridge.Bridge.Commands.Evaluating;

/// <summary>What is judged side by side, in the order and with the names of every form of the result.</summary>
internal static class Methods
{
    public static IReadOnlyList<(string Name, Scores Scores)> Of(PairScores scores) =>
    [
        ("noisy", scores.Noisy), ("smoothed", scores.Smoothed), ("median", scores.Median), ("nlm", scores.Nlm), ("restored", scores.Restored!),
    ];
}
