using System.Globalization;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary>A restored stack in one line.</summary>
internal static class ResultText
{
    public static string Describe(RestoreOutcome outcome)
    {
        var (done, provenance) = (outcome.Done!, outcome.Done!.Provenance ?? new Provenance());
        var text = $"{Path.GetFileName(outcome.Pair.Output)} restored with {provenance.Model} {provenance.ModelVersion}".TrimEnd();
        if (provenance.Device is { } device) text += $" on {device.Kind}";
        text += $" in {ProgressText.Duration(outcome.Elapsed)}";
        return done.Warnings.Count == 0 ? text : $"{text}; warning: {string.Join("; ", done.Warnings)}";
    }

    /// <summary>A share of clamped pixels in percent, with enough digits to tell it from none.</summary>
    public static string Percent(double share) => (100 * share).ToString(share < 0.001 ? "0.0###" : "0.0", CultureInfo.InvariantCulture) + " %";
}
