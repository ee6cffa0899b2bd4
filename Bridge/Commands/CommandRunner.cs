using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FijiBridge.Bridge.Commands;

/// <summary>Parses, runs, and tells of every failure in the form the user asked for.</summary>
public static partial class CommandRunner
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
            if (parsed.Action is not HelpWithExitCodes && Complaints(parsed) is { Count: > 0 } complaints) throw WrongUsage(parsed, complaints);
            return await parsed.InvokeAsync(configuration, ct);
        }
        catch (Exception exception)
        {
            return Tell(CommandFailure.From(exception), args, output, error);
        }
    }

    private static List<string> Complaints(ParseResult parsed) =>
        [.. parsed.Errors.Select(complaint => InPlainWords(complaint.Message.TrimEnd('.'))).Concat(Commas(parsed)).Distinct()];

    private static CommandFailure WrongUsage(ParseResult parsed, List<string> complaints)
    {
        var command = parsed.CommandResult.Command;
        var help = command is RootCommand ? "fijibridge --help" : $"fijibridge {command.Name} --help";
        return new CommandFailure(ExitCodes.WrongUsage, $"{string.Join("; ", complaints)} (see {help})");
    }

    // The parser takes 0,1 for 01.
    private static IEnumerable<string> Commas(ParseResult parsed) =>
        from result in parsed.CommandResult.Children.OfType<OptionResult>()
        where result.Option.ValueType == typeof(double) || result.Option.ValueType == typeof(double?)
        from token in result.Tokens
        where token.Value.Contains(',')
        select Wanted(result.Option.Name, token.Value, wholeNumber: false);

    // The parser names types of .NET.
    private static string InPlainWords(string complaint) => NoNumber().Match(complaint) is { Success: true } match
        ? Wanted(match.Groups["option"].Value, match.Groups["word"].Value, wholeNumber: match.Groups["type"].Value.Contains("Int", StringComparison.Ordinal))
        : complaint;

    private static string Wanted(string option, string word, bool wholeNumber) => $"{option} {word}: write a {(wholeNumber ? "whole number" : "number, with a point before decimals")}";

    [GeneratedRegex("^Cannot parse argument '(?<word>.*)' for option '(?<option>.*)' as expected type '(?<type>.*(Int32|Int64|Double).*)'", RegexOptions.Singleline)]
    private static partial Regex NoNumber();

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
