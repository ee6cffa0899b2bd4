using System.CommandLine;

namespace FijiBridge.Bridge.Commands.Models;

/// <summary><c>fijibridge models</c>: the models of this computer or of a server. Without a further word it lists them.</summary>
internal sealed class ModelsCommand : Command
{
    public ModelsCommand()
        : base("models", "Lists, shows, imports, exports and removes models.")
    {
        var options = new ModelsOptions(new ServerAccessOptions(), CommonOptions.Json());
        foreach (var option in options.Server.All.Append(options.Json))
        {
            option.Recursive = true;
            Add(option);
        }
        var list = new ModelsListCommand(options);
        Add(list);
        Add(new ModelsShowCommand(options));
        Add(new ModelsImportCommand(options));
        Add(new ModelsExportCommand(options));
        Add(new ModelsRemoveCommand(options));
        Action = list.Action;
    }
}
