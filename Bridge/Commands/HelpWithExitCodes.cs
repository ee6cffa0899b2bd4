using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FijiBridge.Bridge.Commands;

/// <summary>The usual help, followed by the table of exit codes.</summary>
internal sealed class HelpWithExitCodes(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    /// <summary>Puts the table below the help of <paramref name="root"/> and of all its commands.</summary>
    public static void AddTo(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpWithExitCodes((HelpAction)option.Action!);
    }

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Exit codes:");
        foreach (var (code, meaning) in ExitCodes.Table) output.WriteLine($"  {code,3}  {meaning}");
        return ExitCodes.Done;
    }
}
