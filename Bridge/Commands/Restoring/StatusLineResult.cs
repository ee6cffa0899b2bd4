namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary>One line in ASCII that begins with OK or ERROR: the whole answer that an ImageJ macro gets from <c>exec()</c>.</summary>
internal sealed class StatusLineResult(TextWriter output) : IRestoreResult
{
    public void Write(RestoreSummary summary) => output.WriteLine(Screen.Ascii(Line(summary)));

    private static string Line(RestoreSummary summary)
    {
        if (summary.ExitCode != ExitCodes.Done) return $"ERROR {Trouble(summary)}";
        return summary.Plan.IsBatch
            ? $"OK {summary.Restored} of {summary.Total} restored in {ProgressText.Duration(summary.Elapsed)}"
            : $"OK {ResultText.Describe(summary.Outcomes[0])}{Warnings(summary.Outcomes[0])}";
    }

    private static string Warnings(StackOutcome outcome) =>
        string.Concat(outcome.Done!.Warnings.Select(warning => $"; warning: {warning.TrimEnd('.')}"));

    private static string Trouble(RestoreSummary summary)
    {
        var first = summary.Failed.First();
        var reason = first.Failure!.Message;
        return summary.Plan.IsBatch
            ? $"{summary.Restored} of {summary.Total} restored, first failure {Path.GetFileName(first.Pair.Input)}: {reason}"
            : reason;
    }
}
