using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary>What became of one stack: what the server said at the end, or why it failed.</summary>
public sealed record StackOutcome(RestorePair Pair, Done? Done, CommandFailure? Failure, TimeSpan Elapsed);

/// <summary>What became of all stacks of a plan.</summary>
/// <param name="Plan">What was to be done.</param>
/// <param name="Outcomes">One for each stack; the last ones are missing when the work was ended before their turn.</param>
/// <param name="Told">What the user has read already while the stacks were restored.</param>
/// <param name="Elapsed">Time of all stacks together.</param>
public sealed record RestoreSummary(RestorePlan Plan, IReadOnlyList<StackOutcome> Outcomes, IReadOnlySet<string> Told, TimeSpan Elapsed)
{
    public int Restored => Outcomes.Count(outcome => outcome.Failure is null);

    public int Total => Plan.Pairs.Count;

    public IEnumerable<StackOutcome> Failed => Outcomes.Where(outcome => outcome.Failure is not null);

    /// <summary>Of one stack its own; of a batch the one of the failure that ended it, or one that says that some files failed.</summary>
    public int ExitCode => Failed.LastOrDefault()?.Failure switch
    {
        null => ExitCodes.Done,
        { } failure when !Plan.IsBatch || RestoreBatch.EndsBatch(failure) => failure.ExitCode,
        _ => ExitCodes.SomeFailed,
    };
}
