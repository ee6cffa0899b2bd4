using System.CommandLine;
using System.Text.Json.Nodes;
using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Commands.Models;

/// <summary><c>fijibridge models remove NAME</c></summary>
internal sealed class ModelsRemoveCommand : ModelsSubcommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Name of a model that was imported" };

    public ModelsRemoveCommand(ModelsOptions options)
        : base("remove", "Removes an imported model.", options) => Add(_name);

    protected override async Task RunAsync(ModelsClient models, ParseResult parsed, TextWriter output, bool json, CancellationToken ct)
    {
        var name = parsed.GetRequiredValue(_name);
        await models.RemoveAsync(name, ct);
        output.WriteLine(json ? new JsonObject { ["name"] = name, ["removed"] = true }.ToJsonString() : $"{name} removed");
    }
}
