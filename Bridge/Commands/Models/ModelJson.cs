using System.Text.Json.Nodes;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Models;

/// <summary>A model as JSON. The names are a contract.</summary>
internal static class ModelJson
{
    public static JsonObject Of(ModelInfo model) => new()
    {
        ["name"] = model.Name,
        ["version"] = model.Version,
        ["description"] = model.Description,
        ["sha256"] = model.Sha256,
        ["built_in"] = model.BuiltIn,
        ["default"] = model.IsDefault,
        ["scale"] = model.Scale,
        ["frames"] = model.Frames,
        ["parameters"] = new JsonArray([.. model.Parameters.Select(Of)]),
        ["owner"] = model.Owner.Length > 0 ? model.Owner : null,
    };

    private static JsonObject Of(ModelParameter parameter) => new()
    {
        ["name"] = parameter.Name,
        ["description"] = parameter.Description,
        ["default"] = parameter.DefaultValue,
        ["minimum"] = parameter.Minimum,
        ["maximum"] = parameter.Maximum,
    };
}
