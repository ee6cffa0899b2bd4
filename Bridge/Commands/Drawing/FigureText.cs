using System.Globalization;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Drawing;

/// <summary>What was drawn, for a person.</summary>
internal static class FigureText
{
    public static void Write(TextWriter output, FigurePanels panels, FigureOptions options, Done done)
    {
        var provenance = done.Provenance ?? new Provenance();
        string[][] rows = [["", "PSNR [dB]", "SSIM", "NRMSE"], .. panels.Figure.Scores.Select(panel => Row(panel.Name, panel.Scores))];
        TextTable.Write(output, rows);
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"sm is the best Gaussian (sigma {panels.Sigma}), re was restored with {provenance.Model} {provenance.ModelVersion} on {provenance.Device?.Kind}"));
        if (options.Picture is { } picture) output.WriteLine($"picture  {picture}");
        output.WriteLine($"stack    {options.Stack}");
        foreach (var warning in done.Warnings) output.WriteLine($"  warning: {warning}");
    }

    private static string[] Row(string name, Engine.Metrics.Scores scores) =>
        [name, .. new[] { (scores.Psnr, "F2"), (scores.Ssim, "F4"), (scores.Nrmse, "F4") }.Select(figure => figure.Item1.ToString(figure.Item2, CultureInfo.InvariantCulture))];
}
