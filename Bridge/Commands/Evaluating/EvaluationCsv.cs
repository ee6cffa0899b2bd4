using System.Globalization;
using System.Text;
using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Commands.Evaluating;

/// <summary>An evaluation as a table for a spreadsheet (RFC 4180): one line for each plane, every figure with all its digits.</summary>
internal static class EvaluationCsv
{
    /// <summary>Writes the file, which appears only when it is whole.</summary>
    public static async Task WriteAsync(EvaluationReport report, string path, bool overwrite, CancellationToken ct)
    {
        using var file = TemporaryOutput.Create(path, overwrite);
        await file.WriteAsync(Encoding.UTF8.GetBytes(Text(report)), ct);
        file.Commit();
    }

    private static string Text(EvaluationReport report)
    {
        string[] figures = ["psnr", "ssim", "nrmse"];
        var columns = Methods.Of(report.Mean).SelectMany(method => figures.Select(figure => $"{method.Name}_{figure}"));
        string[] heading = ["name", "group", "noisy", "clean", "plane", "data_range", "smoothing_sigma", .. columns];
        return string.Concat(report.Planes.Select(Row).Prepend(heading).Select(cells => string.Join(',', cells) + "\r\n"));
    }

    private static string[] Row(JudgedPlane plane)
    {
        var scores = plane.Scores;
        string[] words = [scores.Name, EvaluationReport.GroupOf(plane), plane.Pair.Noisy, plane.Pair.Clean];
        var figures = Methods.Of(scores).SelectMany(method => new[] { method.Scores.Psnr, method.Scores.Ssim, method.Scores.Nrmse });
        return [.. words.Select(Quoted), .. figures.Prepend(scores.SmoothingSigma).Prepend(scores.DataRange).Prepend(plane.Plane).Select(Number)];
    }

    private static string Quoted(string word) =>
        word.AsSpan().ContainsAny(',', '"', '\n') ? $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : word;

    private static string Number(double figure) => figure.ToString("R", CultureInfo.InvariantCulture);
}
