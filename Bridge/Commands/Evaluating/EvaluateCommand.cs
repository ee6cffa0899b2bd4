using System.CommandLine;
using FijiBridge.Bridge.Client;
using FijiBridge.Engine.Training.Pairs;

namespace FijiBridge.Bridge.Commands.Evaluating;

/// <summary><c>fijibridge evaluate</c>: how near a model comes to the truth, beside what simple filters reach.</summary>
internal sealed class EvaluateCommand : Command
{
    private readonly Option<string> _pairs = new("--pairs")
    {
        Description = "CSV file with the columns noisy,clean (and group), a folder with the folders noisy and clean, or one with an exposure series",
        HelpName = "CSV|DIR",
        Required = true,
    };
    private readonly Option<string> _pattern =
        CommonOptions.Value("--pattern", "NAME", PairList.DefaultPattern, "How the files of an exposure series are called");
    private readonly Option<string?> _csv = CommonOptions.Value("--csv", "FILE", "Write a table with one line for each plane of each pair");
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace the table if it exists already" };
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly ModelOptions _model;
    private readonly ComparisonOptions _comparison;

    public EvaluateCommand()
        : base("evaluate", "Compares noisy, smoothed, median-filtered, non-local-means and restored images with the truth: PSNR, SSIM, NRMSE.")
    {
        Add(_pairs);
        Add(_pattern);
        (_model, _comparison) = (new ModelOptions(this), new ComparisonOptions(this));
        foreach (var option in new Option[] { _csv, _overwrite, _json }) Add(option);
        SetAction((parsed, ct) => RunAsync(Read(parsed), Screen.Of(parsed), ct));
    }

    private static async Task<int> RunAsync(EvaluateOptions options, Screen screen, CancellationToken ct)
    {
        var pairs = PairList.From(options.Pairs, options.Pattern);
        if (options.Csv is { } csv) OutputFile.Require(csv, options.Overwrite);
        await using var server = await ServerConnection.OpenAsync(options.Model.Server, options.Model.Device, ct);
        var model = await new ModelsClient(server.Channel).FindAsync(options.Model.Settings.Model, ct);
        PairChecks.Require(pairs.Pairs, (int)Math.Max(1, model.Scale));
        var report = await JudgeAsync(pairs.Pairs, options, new RestorationClient(server.Channel), screen, ct);
        report = report with { Warnings = [.. pairs.Notices, .. report.Warnings] };
        if (options.Csv is not null) await EvaluationCsv.WriteAsync(report, options.Csv, options.Overwrite, ct);
        if (options.Json) screen.Out.WriteLine(EvaluationJson.Of(report, options).ToJsonString());
        else EvaluationText.Write(screen.Out, report);
        return ExitCodes.Done;
    }

    private static async Task<EvaluationReport> JudgeAsync(
        IReadOnlyList<FilePair> pairs, EvaluateOptions options, RestorationClient client, Screen screen, CancellationToken ct)
    {
        using var restoration = new RestoredStacks(client, options.Model.Settings, new StandingNotices(screen.Error));
        using var judge = new PairJudge(restoration, options.Comparison, new WorkCount(pairs.Count, "pairs judged", screen.Error).Done);
        return EvaluationReport.Of(await judge.JudgeAsync(pairs, ct));
    }

    private EvaluateOptions Read(ParseResult parsed) => new()
    {
        Pairs = parsed.GetRequiredValue(_pairs),
        Pattern = parsed.GetRequiredValue(_pattern),
        Model = _model.Read(parsed),
        Comparison = _comparison.Read(parsed),
        Json = parsed.GetValue(_json),
        Csv = parsed.GetValue(_csv),
        Overwrite = parsed.GetValue(_overwrite),
    };
}
