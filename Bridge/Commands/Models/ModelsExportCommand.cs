using System.CommandLine;
using System.Text.Json.Nodes;
using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Commands.Models;

/// <summary><c>fijibridge models export NAME FILE</c></summary>
internal sealed class ModelsExportCommand : ModelsSubcommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Name of a model" };
    private readonly Argument<string> _file = new("FILE") { Description = "The zip to write" };

    public ModelsExportCommand(ModelsOptions options)
        : base("export", "Writes a model as a zip, which import takes again.", options)
    {
        Add(_name);
        Add(_file);
    }

    protected override async Task RunAsync(ModelsClient models, ParseResult parsed, TextWriter output, bool json, CancellationToken ct)
    {
        var (name, path) = (parsed.GetRequiredValue(_name), Path.GetFullPath(parsed.GetRequiredValue(_file)));
        if (File.Exists(path)) throw new CommandFailure(ExitCodes.OutputFailed, $"{path} exists already: choose another name");
        var bytes = await models.ExportAsync(name, path, overwrite: false, ct);
        var result = new JsonObject { ["name"] = name, ["file"] = path, ["bytes"] = bytes };
        output.WriteLine(json ? result.ToJsonString() : $"{name} exported to {path} ({bytes} bytes)");
    }
}
