using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Bridge.Commands.Simulating;

/// <summary><c>fijibridge simulate INPUT OUTPUT</c>: a stack as it would have been recorded with less light, a worse microscope or faults.</summary>
internal sealed class SimulateCommand : Command
{
    /// <summary>What a shorter exposure is unless the user says otherwise.</summary>
    private const double UsualExposure = 0.1, UsualStripes = 0.03, UsualHotPixels = 0.001;

    private readonly Argument<string> _input = new("INPUT") { Description = "A TIFF stack with little noise" };
    private readonly Argument<string> _output = new("OUTPUT") { Description = "The file to write; with --noisy-pair two files, with -1 and -2 before the ending" };
    private readonly Option<double?> _exposure =
        Number<double>("--exposure", "SHARE", "Share of the exposure that is left: above 0, at most 1 [default: 0.1 if nothing else is asked for]", share => share is > 0 and <= 1);
    private readonly Option<string> _gain = Auto("--gain", "Counts for one photo-electron");
    private readonly Option<string> _readNoise = Auto("--read-noise", "Read noise in photo-electrons");
    private readonly Option<string> _offset = Auto("--offset", "Counts in the dark");
    private readonly Option<string> _thinning =
        CommonOptions.Choice("--thinning", "binomial keeps each recorded photon by chance [default]; poisson draws new ones, right for averages of many frames and after --blur and --downsample [default there]", "binomial", "poisson");
    private readonly Option<double?> _blur = Number<double>("--blur", "SIGMA", "Blur by a Gaussian, in pixels", sigma => sigma is > 0 and <= 100);
    private readonly Option<int?> _downsample = Number<int>("--downsample", "N", "Bin N x N pixels", factor => factor is >= 1 and <= 64);
    private readonly Option<double?> _stripes = Optional("--stripes", "SHARE", "Shift each row by chance, as a share of the plane's span [default: 0.03]", share => share is > 0 and <= 1);
    private readonly Option<double?> _hotPixels = Optional("--hot-pixels", "SHARE", "Share of the pixels that are white [default: 0.001]", share => share is > 0 and <= 1);
    private readonly Option<int?> _jpeg = Number<int>("--jpeg", "QUALITY", "What a JPEG of this quality would leave, 1 to 100", quality => quality is >= 1 and <= 100);
    private readonly Option<long> _seed = CommonOptions.Value("--seed", "N", 1L, "Another seed, other noise");
    private readonly Option<bool> _noisyPair = new("--noisy-pair") { Description = "Two recordings with independent noise, for training without clean images" };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace files that exist already" };
    private readonly Option<bool> _json = CommonOptions.Json();

    public SimulateCommand()
        : base("simulate", "Makes from a stack what a shorter exposure, a worse microscope or a faulty camera would have recorded.")
    {
        Add(_input);
        Add(_output);
        Option[] options =
        [
            _exposure, _gain, _readNoise, _offset, _thinning, _blur, _downsample, _stripes, _hotPixels, _jpeg, _seed, _noisyPair, _overwrite, _json,
        ];
        foreach (var option in options) Add(option);
        Add(new SimulateCellsCommand());
        Validators.Add(RefusePairsWithoutLight);
        SetAction((parsed, ct) => Run(Read(parsed), Screen.Of(parsed), ct));
    }

    private static Task<int> Run(SimulateOptions options, Screen screen, CancellationToken ct)
    {
        if (!File.Exists(options.Input)) throw new CommandFailure(ExitCodes.BadInput, $"{options.Input}: there is no such file");
        foreach (var output in options.Outputs) OutputFile.Require(output, options.Overwrite, options.Input);
        using var input = SimulationInput.Open(options.Input);
        var estimates = options.Exposure is null ? [] : CameraEstimate.OfEach(input, options);
        var cameras = estimates.Select(estimate => estimate.Camera).ToList();
        string[] notes = [.. ThinningNotes(options), .. estimates.SelectMany(estimate => estimate.Notes)];
        foreach (var note in notes) screen.Error.WriteLine(note);
        var count = new WorkCount(input.Shape.PlaneCount, "planes simulated", screen.Error);
        StackSimulation.Run(input, options, cameras, count.Done, ct);
        SimulationResult.Write(screen.Out, options, input.Shape.PlaneCount, cameras, notes);
        return Task.FromResult(ExitCodes.Done);
    }

    private static string[] ThinningNotes(SimulateOptions options) => options switch
    {
        { Exposure: null } => [],
        { Thinning: Thinning.Poisson } => ["photons are drawn anew around the image (--thinning poisson)"],
        { Blur: > 0 } or { Downsample: > 1 } =>
            ["too little noise: --thinning binomial counts on the noise that photons leave in each pixel, which --blur and --downsample take away; leave --thinning out, or take poisson"],
        _ => [],
    };

    private static Option<string> Auto(string name, string description)
    {
        var option = CommonOptions.Value(name, "auto|N", "auto", $"{description}; auto estimates it from the images");
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 0 || result.Tokens[0].Value == "auto") return;
            if (AutoValue(result.Tokens[0].Value) is not { } value || value < 0 || (name == "--gain" && value == 0))
                result.AddError($"{name} {result.Tokens[0].Value}: auto, or a number {(name == "--gain" ? "above 0" : "from 0 on")}");
        });
        return option;
    }

    private static double? AutoValue(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static Option<double?> Optional(string name, string valueName, string description, Func<double, bool> possible)
    {
        var option = Number(name, valueName, description, possible);
        option.Arity = ArgumentArity.ZeroOrOne;
        return option;
    }

    private static Option<T?> Number<T>(string name, string valueName, string description, Func<T, bool> possible)
        where T : struct, INumber<T>
    {
        var option = new Option<T?>(name) { Description = description, HelpName = valueName };
        option.Validators.Add(result =>
        {
            if (CommonOptions.Number<T>(result) is { } value && !possible(value))
                result.AddError($"{name} {result.Tokens[0].Value} is not possible: {char.ToLowerInvariant(description[0])}{description[1..]}");
        });
        return option;
    }

    private void RefusePairsWithoutLight(CommandResult result)
    {
        if (!result.GetValue(_noisyPair)) return;
        if (result.GetResult(_exposure) is null && OtherWork(result))
            result.AddError("--noisy-pair needs --exposure: without it both files would be the same");
        if (result.GetResult(_exposure) is not null && result.GetValue(_exposure) > 0.5 && ThinningOf(result) == Thinning.Binomial)
            result.AddError("--noisy-pair shares out the recorded photons: --exposure can be at most 0.5, or take --thinning poisson");
    }

    // A mean of several pixels has less noise than its photons alone would have: none of it is left to keep.
    private Thinning ThinningOf(CommandResult result) => result.GetResult(_thinning) is { Implicit: false }
        ? result.GetValue(_thinning) == "poisson" ? Thinning.Poisson : Thinning.Binomial
        : result.GetValue(_blur) > 0 || result.GetValue(_downsample) > 1 ? Thinning.Poisson : Thinning.Binomial;

    private bool OtherWork(SymbolResult result) =>
        new Option[] { _blur, _downsample, _stripes, _hotPixels, _jpeg }.Any(option => result.GetResult(option) is not null);

    private SimulateOptions Read(ParseResult parsed) => new()
    {
        Input = parsed.GetRequiredValue(_input),
        Output = parsed.GetRequiredValue(_output),
        Blur = parsed.GetValue(_blur) ?? 0,
        Downsample = parsed.GetValue(_downsample) ?? 1,
        Exposure = parsed.GetValue(_exposure) ?? (OtherWork(parsed.CommandResult) ? null : UsualExposure),
        Thinning = ThinningOf(parsed.CommandResult),
        Gain = AutoValue(parsed.GetRequiredValue(_gain)),
        ReadNoise = AutoValue(parsed.GetRequiredValue(_readNoise)),
        Offset = AutoValue(parsed.GetRequiredValue(_offset)),
        Stripes = parsed.GetResult(_stripes) is null ? null : parsed.GetValue(_stripes) ?? UsualStripes,
        HotPixels = parsed.GetResult(_hotPixels) is null ? null : parsed.GetValue(_hotPixels) ?? UsualHotPixels,
        Jpeg = parsed.GetValue(_jpeg),
        Seed = parsed.GetValue(_seed),
        NoisyPair = parsed.GetValue(_noisyPair),
        Overwrite = parsed.GetValue(_overwrite),
        Json = parsed.GetValue(_json),
    };
}
