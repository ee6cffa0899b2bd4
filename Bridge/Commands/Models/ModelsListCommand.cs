using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using FijiBridge.Bridge.Client;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Models;

/// <summary><c>fijibridge models list</c></summary>
internal sealed class ModelsListCommand(ModelsOptions options) : ModelsSubcommand("list", "Lists the models.", options)
{
    protected override async Task RunAsync(ModelsClient models, ParseResult parsed, TextWriter output, bool json, CancellationToken ct)
    {
        var all = await models.ListAsync(ct);
        if (json) output.WriteLine(new JsonObject { ["models"] = new JsonArray([.. all.Select(ModelJson.Of)]) }.ToJsonString());
        else TextTable.Write(output, [["NAME", "VERSION", "PARAMETERS", "DESCRIPTION"], .. all.Select(Row)]);
    }

    private static string[] Row(ModelInfo model) =>
        [model.Name + (model.IsDefault ? " (default)" : ""), model.Version, Parameters(model), model.Description];

    private static string Parameters(ModelInfo model) => string.Join(", ", model.Parameters.Select(parameter =>
        string.Create(CultureInfo.InvariantCulture, $"{parameter.Name}={parameter.DefaultValue}")));
}
