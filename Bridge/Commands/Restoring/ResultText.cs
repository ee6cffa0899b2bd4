using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary>A restored stack in one line.</summary>
internal static class ResultText
{
    public static string Describe(StackOutcome outcome)
    {
        var provenance = outcome.Done!.Provenance ?? new Provenance();
        var text = $"{Path.GetFileName(outcome.Pair.Output)} restored with {provenance.Model} {provenance.ModelVersion}".TrimEnd();
        if (provenance.Device is { } device) text += $" on {device.Kind}";
        return $"{text} in {ProgressText.Duration(outcome.Elapsed)}";
    }
}
