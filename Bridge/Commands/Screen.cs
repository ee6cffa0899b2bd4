using System.CommandLine;

namespace FijiBridge.Bridge.Commands;

/// <summary>Where a command writes.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Everything else.</param>
/// <param name="IsTerminal">A person watches <paramref name="Error"/>, and lines there can be drawn anew.</param>
public sealed record Screen(TextWriter Out, TextWriter Error, bool IsTerminal)
{
    public static Screen Of(ParseResult parsed)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var drawable = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new Screen(output, error, drawable && ReferenceEquals(error, Console.Error));
    }

    /// <summary>One line for programs that read ASCII only, such as ImageJ macros.</summary>
    public static string Ascii(string line) => string.Concat(line.Select(letter => letter is >= ' ' and <= '~' ? letter : '?'));
}
