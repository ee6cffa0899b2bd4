using System.Globalization;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>What was done to pairs while they were prepared, in words.</summary>
public static class PairSummary
{
    private const int MostNamed = 3;

    /// <param name="reports">Of at least one pair.</param>
    public static string Describe(IReadOnlyList<PairReport> reports)
    {
        var (moved, matched) = (reports.Where(report => report.Moved).ToList(), reports.Where(report => report.Gain != 1 || report.Offset != 0).ToList());
        var text = Text($"{reports.Count} planes for training");
        if (moved.Count > 0) text += Text($"; {moved.Count} moved by up to {moved.Max(report => report.Shift.Length):0.0} pixels");
        if (matched.Count > 0) text += Text($"; intensities of {matched.Count} matched (gain {matched.Min(report => report.Gain):0.###} to {matched.Max(report => report.Gain):0.###})");
        if (reports.Any(report => report.Masked > 0)) text += Text($"; {reports.Average(report => report.Masked):P2} of the pixels do not count because they were cut off");
        return text + Text($"; noise {reports.Min(report => report.Noise):0.00} to {reports.Max(report => report.Noise):0.00} in the network's units");
    }

    /// <summary>The first names, and how many more there are.</summary>
    internal static string Some(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNamed)) + (names.Count > MostNamed ? Text($" and {names.Count - MostNamed} more") : "");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
