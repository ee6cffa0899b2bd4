using System.CommandLine;
using System.CommandLine.Parsing;
using FijiBridge.Bridge.Client;
using FijiBridge.Bridge.Commands.Restoring;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Evaluating;

/// <summary>Which model restores what is judged, how, and where.</summary>
/// <param name="Settings">As for <c>restore</c>; an empty model is the server's default.</param>
/// <param name="Server">Where to restore; null: in a server inside this program.</param>
/// <param name="Device">The device of the server inside this program.</param>
internal sealed record ModelChoice(RestoreSettings Settings, ServerTarget? Server, string Device);

/// <summary>The options that say so, with the same words and meanings as those of <c>restore</c>.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _model =
        CommonOptions.Value("--model", "NAME", "The model that restores (see fijibridge models) [default: the server's own]");
    private readonly Option<string[]> _parameters = new("--parameter")
    {
        Description = "A value for a parameter of the model; may be given several times",
        HelpName = "name=value",
    };
    private readonly Option<string> _outputType =
        CommonOptions.Choice("--output-type", "Judge what restore writes in the input's pixel type, or in 32-bit floating point", "same", "float32");
    private readonly ServerAccessOptions _server = new();
    private readonly Option<string> _device = CommonOptions.Device();

    public ModelOptions(Command command)
    {
        foreach (var option in (Option[])[_model, _parameters, _outputType, .. _server.All, _device]) command.Add(option);
        _parameters.Validators.Add(result =>
        {
            foreach (var complaint in ParameterList.Complaints(result.Tokens.Select(token => token.Value))) result.AddError(complaint);
        });
        command.Validators.Add(RefuseDeviceOfAServer);
    }

    public ModelChoice Read(ParseResult parsed)
    {
        var settings = new RestoreSettings
        {
            Model = parsed.GetValue(_model) ?? "",
            OutputType = parsed.GetValue(_outputType) == "float32" ? OutputType.Float32 : OutputType.Same,
            Parameters = { ParameterList.Parse(parsed.GetValue(_parameters) ?? []) },
        };
        return new ModelChoice(settings, _server.Read(parsed), parsed.GetRequiredValue(_device));
    }

    private void RefuseDeviceOfAServer(CommandResult result)
    {
        if (result.GetResult(_server.Server) is not null && result.GetResult(_device) is { Implicit: false })
            result.AddError("--device chooses the device of this computer and --server that of another one: leave one of them out");
    }
}
