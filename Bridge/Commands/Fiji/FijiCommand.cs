using System.CommandLine;

namespace FijiBridge.Bridge.Commands.Fiji;

/// <summary><c>fijibridge fiji</c>: the scripts and macros inside a Fiji or ImageJ.</summary>
internal sealed class FijiCommand : Command
{
    private readonly Argument<string> _installPath = Path(), _checkPath = Path();

    public FijiCommand()
        : base("fiji", "Copies the scripts and macros into Fiji or ImageJ, and tells what is wrong with those that are there.")
    {
        var install = new Command("install", "Copies the scripts and macros of this version into a Fiji or ImageJ.") { _installPath };
        install.SetAction(parsed => Install(ImageJFolder.Find(parsed.GetRequiredValue(_installPath)), Screen.Of(parsed).Out));
        var check = new Command("check", "Tells what is missing, old or wrong in a Fiji or ImageJ.") { _checkPath };
        check.SetAction(parsed => Check(ImageJFolder.Find(parsed.GetRequiredValue(_checkPath)), Screen.Of(parsed).Out));
        Add(install);
        Add(check);
    }

    private static Argument<string> Path() =>
        new("PATH") { Description = "The folder of Fiji (named Fiji or Fiji.app) or of ImageJ, with the folders plugins and macros in it" };

    private static int Install(ImageJFolder folder, TextWriter output)
    {
        var count = Installation.CopyTo(folder);
        output.WriteLine($"{count} files copied into {string.Join(", ", new[] { folder.Scripts, folder.Plugins, folder.Toolsets }.Distinct())}");
        output.WriteLine(folder.IsFiji
            ? "Start Fiji anew: Plugins > FijiBridge > Restore Image, Train Model, Evaluate Restoration. A server must run: fijibridge serve"
            : "Start ImageJ anew: Plugins > FijiBridge > Batch Restore, and the buttons in More Tools >> FijiBridge.");
        return ExitCodes.Done;
    }

    private static int Check(ImageJFolder folder, TextWriter output)
    {
        var problems = Installation.Problems(folder).ToList();
        foreach (var problem in problems) output.WriteLine(problem);
        output.WriteLine(problems.Count == 0
            ? $"{(folder.IsFiji ? "Fiji" : "ImageJ")} in {folder.Path} has all scripts and macros of this version."
            : $"Repair it with: fijibridge fiji install \"{folder.Path}\"");
        return problems.Count == 0 ? ExitCodes.Done : ExitCodes.NotInstalled;
    }
}
