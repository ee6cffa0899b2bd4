using System.CommandLine;
using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Commands.Models;

/// <summary><c>fijibridge models show NAME</c>: the model's own description, word for word.</summary>
internal sealed class ModelsShowCommand : ModelsSubcommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Name of a model" };

    public ModelsShowCommand(ModelsOptions options)
        : base("show", "Prints the description of a model (rdf.yaml).", options) => Add(_name);

    protected override async Task RunAsync(ModelsClient models, ParseResult parsed, TextWriter output, bool json, CancellationToken ct)
    {
        var details = await models.ShowAsync(parsed.GetRequiredValue(_name), ct);
        if (json)
        {
            var shown = ModelJson.Of(details.Info);
            shown["rdf_yaml"] = details.RdfYaml;
            output.WriteLine(shown.ToJsonString());
            return;
        }
        output.WriteLine($"# {details.Info.Name} {details.Info.Version}, sha256 {details.Info.Sha256}");
        output.WriteLine(details.RdfYaml.TrimEnd());
    }
}
