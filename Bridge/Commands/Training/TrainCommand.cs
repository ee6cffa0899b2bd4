using System.CommandLine;
using System.CommandLine.Parsing;

namespace FijiBridge.Bridge.Commands.Training;

/// <summary><c>fijibridge train</c>: from pairs of noisy and clean images to a model in the list.</summary>
internal sealed class TrainCommand : Command
{
    private readonly Option<string> _pairs = new("--pairs")
    {
        Description = "Noisy and clean images: a CSV file with the columns noisy,clean, a folder with the folders noisy and clean, or a folder with an exposure series",
        HelpName = "CSV|DIR",
    };
    private readonly Option<string?> _pattern =
        CommonOptions.Value("--pattern", "NAMES", "How the files of an exposure series are called [default: {sample}_{exposure}ms.tif]");
    private readonly Option<bool> _noise2noise = new("--noise2noise")
    {
        Description = "Both images of a pair are noisy; or, for images without partners, the photons of each are dealt out to two",
    };
    private readonly Option<string?> _architecture =
        CommonOptions.Value("--architecture", "unet|rednet|rcan|dncnn", "The network [default: unet, for superres2 rcan]");
    private readonly Option<string?> _from =
        CommonOptions.Value("--from", "MODEL", "Go on from a built-in model, for instance denoise, instead of from nothing: it gets used to your images in minutes");
    private readonly Option<string> _task = CommonOptions.Choice(
        "--task", "What to learn; all but denoise can make their pairs from single good images", "denoise", "superres2", "deblur", "artefacts");
    private readonly Option<string?> _loss = CommonOptions.Value(
        "--loss", "l1|l2|charbonnier|poisson-gaussian",
        "What training makes small; poisson-gaussian: the likelihood of a camera's noise, whose transform becomes part of the model [default: l1, with --noise2noise l2]");
    private readonly Option<double?> _gain = new("--gain") { Description = "For poisson-gaussian: units of the image for each photoelectron [default: estimated from the noisy images]", HelpName = "G" };
    private readonly Option<double?> _offset = new("--offset") { Description = "For poisson-gaussian: value of a pixel without light; with --gain and --read-noise", HelpName = "O" };
    private readonly Option<double?> _readNoise = new("--read-noise") { Description = "For poisson-gaussian: standard deviation in the dark, in units of the image; with --gain and --offset", HelpName = "R" };
    private readonly Option<int> _frames =
        CommonOptions.Value("--frames", "1|3|5", 1, "Neighbouring frames of a time-lapse that the network sees");
    private readonly Option<bool> _volumes = new("--volumes") { Description = "A network for z-stacks: it sees neighbouring slices, and learns and restores volumes as a whole (unet)" };
    private readonly Option<long?> _steps = new("--steps") { Description = "Training steps, instead of a time", HelpName = "N" };
    private readonly Option<double?> _minutes = new("--minutes") { Description = "How long to train [default: 10]", HelpName = "M" };
    private readonly Option<string?> _validate =
        CommonOptions.Value("--validate", "CSV|DIR", "Pairs by which the best weights are chosen [default: a tenth of the fields of view is held out]");
    private readonly Option<string?> _independent =
        CommonOptions.Value("--independent", "CSV|DIR", "Pairs of another sample, for the figures in the model's card; never used for training or choice");
    private readonly Option<string?> _name = CommonOptions.Value("--name", "NAME", "Name of the model [default: that of the pairs with the task]");
    private readonly Option<string?> _out = CommonOptions.Value("--out", "DIR", "Folder for the model [default: your models, where restore finds it]");
    private readonly Option<int> _seed = CommonOptions.Value("--seed", "N", 1, "For weights, patches and splits");
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with the interrupted training of this name; on a server, follow the one that goes on there, or take up the one that was cancelled (--pairs is not needed)" };
    private readonly Option<bool> _keepClipped = new("--keep-clipped") { Description = "Learn also from pixels that were cut off at the limits of the file" };
    private readonly Option<string?> _author = CommonOptions.Value("--author", "NAME", "Who trains, for the model's card [default: your user name]");
    private readonly Option<string?> _license = CommonOptions.Value("--license", "SPDX", "Licence of the model, for instance CC-BY-4.0");
    private readonly Option<int> _threads = CommonOptions.Value("--threads", "N", 0, "Threads of the processor; 0: all");
    private readonly Option<string> _device = CommonOptions.Device();
    private readonly ServerAccessOptions _server = new();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<bool> _quiet = CommonOptions.Quiet();

    public TrainCommand()
        : base("train", "Trains a model on pairs of noisy and clean images.")
    {
        Option[] options =
        [
            _pairs, _pattern, _noise2noise, _architecture, _from, _task, _loss, _gain, _offset, _readNoise, _frames, _volumes, _steps, _minutes, _validate, _independent, _name, _out, _seed,
            _resume, _keepClipped, _author, _license, _threads, _device, .. _server.All, _json, _quiet,
        ];
        _loss.AcceptOnlyFromAmong("l1", "l2", "charbonnier", "poisson-gaussian");
        foreach (var option in options) Add(option);
        Validators.Add(Contradictions);
        SetAction((parsed, ct) => RunAsync(Read(parsed), Screen.Of(parsed), ct));
    }

    private static Task<int> RunAsync(TrainOptions options, Screen screen, CancellationToken ct) =>
        options.Server is { } server ? RemoteTraining.RunAsync(options, server, screen, ct) : RunHereAsync(options, screen, ct);

    private static async Task<int> RunHereAsync(TrainOptions options, Screen screen, CancellationToken ct)
    {
        var display = new TrainDisplay(options.Quiet ? TextWriter.Null : screen.Error);
        var result = await LocalTraining.RunAsync(options, display, ct);
        if (options.Json) screen.Out.WriteLine(TrainJson.Of(result).ToJsonString());
        else if (options.Quiet) screen.Out.WriteLine(Screen.Ascii($"OK {TrainText.Line(result)}"));
        else TrainText.Write(result, screen.Out);
        return result.ExitCode;
    }

    private void Contradictions(CommandResult result)
    {
        var resumesThere = result.GetResult(_server.Server) is not null && result.GetValue(_resume);
        if (result.GetResult(_pairs) is null && !(resumesThere && result.GetResult(_name) is not null))
            result.AddError("--pairs is missing: the images to train on (only --server URL --resume --name NAME does without)");
        if (result.GetResult(_steps) is not null && result.GetResult(_minutes) is not null)
            result.AddError("--steps and --minutes both say how long to train: leave one of them out");
        Option[] camera = [_gain, _offset, _readNoise];
        var told = camera.Count(option => result.GetResult(option) is not null);
        if (told is not 0 and not 3) result.AddError("--gain, --offset and --read-noise describe a camera together: give all three or none");
        if (told > 0 && result.GetValue(_loss) != "poisson-gaussian") result.AddError("--gain, --offset and --read-noise belong to --loss poisson-gaussian");
        if (result.GetResult(_server.Server) is null) return;
        foreach (var option in new Option[] { _device, _out, _threads, _author })
            if (result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name} is for a training on this computer and --server trains on another one: leave one of them out");
    }

    private TrainOptions Read(ParseResult parsed) => new()
    {
        Pairs = parsed.GetValue(_pairs) ?? "",
        Pattern = parsed.GetValue(_pattern),
        Validate = parsed.GetValue(_validate),
        Independent = parsed.GetValue(_independent),
        Noise2Noise = parsed.GetValue(_noise2noise),
        Architecture = parsed.GetValue(_architecture),
        From = parsed.GetValue(_from),
        Task = parsed.GetRequiredValue(_task),
        Loss = parsed.GetValue(_loss),
        Noise = parsed.GetValue(_gain) is { } gain ? (gain, parsed.GetValue(_offset) ?? 0, parsed.GetValue(_readNoise) ?? 0) : null,
        Frames = parsed.GetValue(_frames),
        Volumes = parsed.GetValue(_volumes),
        Steps = parsed.GetValue(_steps),
        Minutes = parsed.GetValue(_minutes),
        Name = parsed.GetValue(_name),
        Out = parsed.GetValue(_out),
        Seed = parsed.GetValue(_seed),
        Resume = parsed.GetValue(_resume),
        KeepClipped = parsed.GetValue(_keepClipped),
        Author = parsed.GetValue(_author),
        License = parsed.GetValue(_license),
        Threads = parsed.GetValue(_threads),
        Device = parsed.GetRequiredValue(_device),
        Server = _server.Read(parsed),
        Json = parsed.GetValue(_json),
        Quiet = parsed.GetValue(_quiet),
    };
}
