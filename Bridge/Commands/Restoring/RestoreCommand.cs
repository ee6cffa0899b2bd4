using System.CommandLine;
using System.CommandLine.Parsing;
using FijiBridge.Bridge.Client;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary><c>fijibridge restore INPUT OUTPUT</c>: one stack, or all stacks of a folder or pattern.</summary>
internal sealed class RestoreCommand : Command
{
    private readonly Argument<string> _input = new("INPUT")
    {
        Description = "A TIFF stack, a folder of them, or a pattern in quotes (\"raw/*.tif\")",
    };
    private readonly Argument<string> _output = new("OUTPUT")
    {
        Description = "The file to write; a folder when INPUT is a folder or a pattern",
    };
    private readonly Argument<string[]> _surplus = new("...") { Arity = ArgumentArity.ZeroOrMore, Hidden = true };
    private readonly Option<string?> _model =
        CommonOptions.Value("--model", "NAME", "The model that restores (see fijibridge models) [default: the server's own]");
    private readonly ServerAccessOptions _server = new();
    private readonly Option<string> _device = CommonOptions.Device();
    private readonly Option<string> _outputType =
        CommonOptions.Choice("--output-type", "Pixel type of the result: that of the input, or 32-bit floating point", "same", "float32");
    private readonly Option<string> _format =
        CommonOptions.Choice("--format", "OME-TIFF, or a TIFF that plain ImageJ opens as a hyperstack", "ome", "imagej");
    private readonly Option<string[]> _parameters = new("--parameter")
    {
        Description = "A value for a parameter of the model; may be given several times",
        HelpName = "name=value",
    };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace files that exist already" };
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<bool> _quiet = CommonOptions.Quiet();

    public RestoreCommand()
        : base("restore", "Restores a stack, or every stack of a folder or pattern.")
    {
        Add(_input);
        Add(_output);
        Add(_surplus);
        Option[] options = [_model, .. _server.All, _device, _outputType, _format, _parameters, _overwrite, _json, _quiet];
        foreach (var option in options) Add(option);
        _parameters.Validators.Add(result => Complain(result, ParameterList.Complaints(result.Tokens.Select(token => token.Value))));
        _surplus.Validators.Add(result => Complain(result, result.Tokens.Select(token => Surplus(token.Value))));
        Validators.Add(result =>
        {
            if (result.GetResult(_server.Server) is not null && result.GetResult(_device) is { Implicit: false })
                result.AddError("--device chooses the device of this computer and --server that of another one: leave one of them out");
        });
        SetAction((parsed, ct) => RunAsync(Read(parsed), Screen.Of(parsed), ct));
    }

    private static async Task<int> RunAsync(RestoreOptions options, Screen screen, CancellationToken ct)
    {
        var plan = RestorePlan.Make(options);
        var display = RestoreDisplays.For(options.Quiet, screen);
        await using var server = await ServerConnection.OpenAsync(options.Server, options.Device, ct);
        var batch = new RestoreBatch(new RestorationClient(server.Channel), options, display);
        var summary = await batch.RunAsync(plan, ct);
        RestoreResults.For(options, screen).Write(summary);
        return summary.ExitCode;
    }

    private static void Complain(SymbolResult result, IEnumerable<string> complaints)
    {
        foreach (var complaint in complaints) result.AddError(complaint);
    }

    private static string Surplus(string word) => word.StartsWith('-')
        ? $"there is no option {word}"
        : $"{word} follows INPUT and OUTPUT: put a pattern in quotes, so that the shell does not replace it by many names";

    private RestoreOptions Read(ParseResult parsed) => new()
    {
        Input = parsed.GetRequiredValue(_input),
        Output = parsed.GetRequiredValue(_output),
        Server = _server.Read(parsed),
        Device = parsed.GetRequiredValue(_device),
        Overwrite = parsed.GetValue(_overwrite),
        Json = parsed.GetValue(_json),
        Quiet = parsed.GetValue(_quiet),
        Settings = Settings(parsed),
    };

    private RestoreSettings Settings(ParseResult parsed) => new()
    {
        Model = parsed.GetValue(_model) ?? "",
        OutputType = parsed.GetValue(_outputType) == "float32" ? OutputType.Float32 : OutputType.Same,
        OutputFormat = parsed.GetValue(_format) == "imagej" ? OutputFormat.Imagej : OutputFormat.Ome,
        Parameters = { ParameterList.Parse(parsed.GetValue(_parameters) ?? []) },
    };
}
