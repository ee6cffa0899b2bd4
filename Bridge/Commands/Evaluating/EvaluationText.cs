using System.Globalization;
using FijiBridge.Engine.Metrics;

namespace FijiBridge.Bridge.Commands.Evaluating;

/// <summary>An evaluation for a person: PSNR and SSIM of every plane, and the means with all three figures.</summary>
internal static class EvaluationText
{
    public static void Write(TextWriter output, EvaluationReport report)
    {
        string[] heading = ["PSNR [dB] / SSIM", .. Methods.Of(report.Mean).Select(method => method.Name)];
        TextTable.Write(output, [heading, .. report.Planes.Select(plane => Row(plane.Scores.Name, plane.Scores)), .. report.Groups.Select(Row)]);
        output.WriteLine();
        TextTable.Write(output, [[report.Mean.Name, "PSNR [dB]", "SSIM", "NRMSE"], .. Methods.Of(report.Mean).Select(Row)]);
        output.WriteLine();
        output.WriteLine($"restored with {report.Provenance.Model} {report.Provenance.ModelVersion} on {report.Provenance.Device?.Kind}");
        foreach (var warning in report.Warnings) output.WriteLine($"  warning: {warning}");
    }

    private static string[] Row(GroupScores group) => Row($"mean of {group.Count} in {group.Name}", group.Mean);

    private static string[] Row(string name, PairScores scores) =>
        [name, .. Methods.Of(scores).Select(method => $"{Number(method.Scores.Psnr, "F2")} / {Number(method.Scores.Ssim, "F3")}")];

    private static string[] Row((string Name, Scores Scores) method) =>
        [method.Name, Number(method.Scores.Psnr, "F2"), Number(method.Scores.Ssim, "F4"), Number(method.Scores.Nrmse, "F4")];

    private static string Number(double figure, string format) => figure.ToString(format, CultureInfo.InvariantCulture);
}
