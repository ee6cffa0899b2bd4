namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary>Sentences for a person: a line for each restored stack, and at the end every failure with its reason.</summary>
internal sealed class TextResult(Screen screen) : IRestoreResult
{
    public void Write(RestoreSummary summary)
    {
        foreach (var outcome in summary.Outcomes.Where(outcome => outcome.Failure is null))
            WriteRestored(outcome, summary.Told);
        WriteFailures(summary, screen.Error);
        if (summary.Plan.IsBatch)
            screen.Out.WriteLine($"{summary.Restored} of {summary.Total} restored in {ProgressText.Duration(summary.Elapsed)}");
    }

    private void WriteRestored(StackOutcome outcome, IReadOnlySet<string> told)
    {
        screen.Out.WriteLine(ResultText.Describe(outcome));
        foreach (var warning in outcome.Done!.Warnings.Where(warning => !told.Contains(warning)))
            screen.Out.WriteLine($"  warning: {warning}");
    }

    /// <summary>Every failure in a line of its own, with the file's name in a batch.</summary>
    public static void WriteFailures(RestoreSummary summary, TextWriter error)
    {
        foreach (var outcome in summary.Failed)
        {
            var name = summary.Plan.IsBatch ? $"{Path.GetFileName(outcome.Pair.Input)}: " : "";
            error.WriteLine($"fijibridge: {name}{outcome.Failure!.Message}");
        }
    }
}
