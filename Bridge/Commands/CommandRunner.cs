using System.CommandLine;
using System.Text.Json.Nodes;

namespace FijiBridge.Bridge.Commands;

/// <summary>Parses, runs, and tells of every failure in the form the user asked for.</summary>
public static class CommandRunner
{
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] args, TextWriter output, TextWriter error, CancellationToken ct)
    {
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            var parsed = root.Parse(args);
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExitCodes) throw Complaints(parsed);
            return await parsed.InvokeAsync(configuration, ct);
        }
        catch (Exception exception)
        {
            return Tell(CommandFailure.From(exception), args, output, error);
        }
    }

    private static CommandFailure Complaints(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var help = command is RootCommand ? "fijibridge --help" : $"fijibridge {command.Name} --help";
        var sentences = parsed.Errors.Select(complaint => complaint.Message.TrimEnd('.')).Distinct();
        return new CommandFailure(ExitCodes.WrongUsage, $"{string.Join("; ", sentences)} (see {help})");
    }

    // The options may not have been understood, so the words themselves are asked.
    private static int Tell(CommandFailure failure, string[] args, TextWriter output, TextWriter error)
    {
        var (json, quiet) = (args.Contains("--json"), args.Contains("--quiet"));
        if (json) output.WriteLine(Json(failure).ToJsonString());
        else if (quiet) output.WriteLine(Screen.Ascii($"ERROR {failure.Message}"));
        if (!quiet) error.WriteLine($"fijibridge: {failure.Message}");
        if (!quiet && failure.ExitCode == ExitCodes.Fault) error.WriteLine(failure.InnerException?.StackTrace);
        return failure.ExitCode;
    }

    private static JsonObject Json(CommandFailure failure) =>
        new() { ["status"] = "error", ["exit_code"] = failure.ExitCode, ["error"] = failure.Message };
}
