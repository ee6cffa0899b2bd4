using FijiBridge.Engine.Models;
using FijiBridge.Engine.Training.Recipes;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server;

/// <summary>Models in the words of the wire.</summary>
internal static class ModelMessages
{
    public static ModelInfo Info(InstalledModel model, bool isDefault) => new()
    {
        Name = model.Name,
        Version = model.Card.Version,
        Description = model.Card.Description,
        Sha256 = model.Sha256,
        BuiltIn = model.BuiltIn,
        IsDefault = isDefault,
        Parameters = { model.Card.Parameters.Select(Parameter) },
        Scale = (uint)model.Constraints.Scale,
        Frames = (uint)model.Card.Frames,
        Owner = model.Owner ?? "",
        Trainable = model.BuiltIn && RecipeModel.Shipped.Any(recipe => recipe.Name == model.Name),
    };

    private static Protos.V1.ModelParameter Parameter(Engine.Models.ModelParameter parameter) => new()
    {
        Name = parameter.Name,
        Description = parameter.Description,
        DefaultValue = parameter.Default,
        Minimum = parameter.Minimum,
        Maximum = parameter.Maximum,
    };
}
