using System.CommandLine;
using FijiBridge.Bridge.Client;
using FijiBridge.Bridge.Commands.Evaluating;
using FijiBridge.Engine.Training.Pairs;

namespace FijiBridge.Bridge.Commands.Drawing;

/// <summary><c>fijibridge figure</c>: noisy, smoothed, restored and true image side by side with their figures.</summary>
internal sealed class FigureCommand : Command
{
    private readonly Option<string> _noisy = Required("--noisy", "The recorded image or stack");
    private readonly Option<string> _clean = Required("--clean", "The ground truth, plane for plane");
    private readonly Option<string> _out = Required("--out", "The picture (.png), with a stack for Fiji of the same name (.tif) beside it; or that stack alone (.tif)");
    private readonly Option<int> _plane = CommonOptions.Value("--plane", "N", 1, "Which plane of the stack is shown, as Fiji counts");
    private readonly Option<string?> _inset =
        CommonOptions.Value("--inset", "x,y,w,h", "The part that is enlarged, in pixels [default: where the truth has the most contrast]");
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace files that exist already" };
    private readonly ModelOptions _model;
    private readonly ComparisonOptions _comparison;

    public FigureCommand()
        : base("figure", "Draws noisy (ns), smoothed (sm), restored (re) and true image (gt) side by side, with PSNR and SSIM, for a page or a slide.")
    {
        foreach (var option in new Option[] { _noisy, _clean, _out, _plane, _inset }) Add(option);
        (_model, _comparison) = (new ModelOptions(this), new ComparisonOptions(this));
        Add(_overwrite);
        _plane.Validators.Add(result =>
        {
            if (CommonOptions.Number<int>(result) < 1) result.AddError("--plane counts from 1");
        });
        _inset.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && InsetText.Parse(result.Tokens[0].Value) is null)
                result.AddError($"--inset {result.Tokens[0].Value}: write left, top, width and height in pixels, for instance 40,60,64,64");
        });
        SetAction((parsed, ct) => RunAsync(Read(parsed), Screen.Of(parsed), ct));
    }

    private static async Task<int> RunAsync(FigureOptions options, Screen screen, CancellationToken ct)
    {
        foreach (var path in new[] { options.Picture, options.Stack }.OfType<string>())
            OutputFile.Require(path, options.Overwrite, options.Noisy, options.Clean);
        RequireThere(options.Noisy, options.Clean);
        await using var server = await ServerConnection.OpenAsync(options.Model.Server, options.Model.Device, ct);
        var model = await new ModelsClient(server.Channel).FindAsync(options.Model.Settings.Model, ct);
        var pair = new FilePair(Path.GetFileName(options.Noisy), "", options.Noisy, options.Clean);
        PairChecks.Require([pair], (int)Math.Max(1, model.Scale));
        using var restoration = new RestoredStacks(new RestorationClient(server.Channel), options.Model.Settings, new StandingNotices(screen.Error));
        using var restored = await restoration.RestoreAsync(options.Noisy, ct);
        var panels = FigurePanels.Read(options, restored.File);
        await FigureFiles.WriteAsync(panels, options, ct);
        FigureText.Write(screen.Out, panels, options, restored.Done);
        return ExitCodes.Done;
    }

    private static void RequireThere(params string[] paths)
    {
        if (paths.FirstOrDefault(path => !File.Exists(path)) is { } missing)
            throw new CommandFailure(ExitCodes.BadInput, $"{missing}: there is no such file");
    }

    private static Option<string> Required(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE", Required = true };

    private FigureOptions Read(ParseResult parsed) => new()
    {
        Noisy = parsed.GetRequiredValue(_noisy),
        Clean = parsed.GetRequiredValue(_clean),
        Out = parsed.GetRequiredValue(_out),
        Plane = parsed.GetValue(_plane),
        Inset = parsed.GetValue(_inset) is { } text ? InsetText.Parse(text) : null,
        Model = _model.Read(parsed),
        Comparison = _comparison.Read(parsed),
        Overwrite = parsed.GetValue(_overwrite),
    };
}
