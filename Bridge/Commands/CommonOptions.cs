using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Commands;

/// <summary>Options that several commands share, with the same words everywhere.</summary>
internal static class CommonOptions
{
    private static readonly string[] Devices = ["auto", "cpu", "webgpu", "cuda", "tensorrt", "directml", "coreml"];

    public static Option<Uri?> Server() => new("--server")
    {
        Description = "Address of a FijiBridge server (host:port, http:// or https://); without it the work is done here",
        HelpName = "URL",
        CustomParser = ParseServer,
    };

    public static Option<string> Device() =>
        Choice("--device", "Where the network runs: auto takes the best that works (see fijibridge doctor)", Devices);

    /// <summary>An option with one of some values; the first is the default.</summary>
    public static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = Value(name, string.Join('|', values), values[0], description);
        option.Validators.Add(result =>
        {
            var given = result.Tokens.Count > 0 ? result.Tokens[^1].Value : null;
            if (given is not null && !values.Contains(given))
                result.AddError($"{name} {given}: choose one of {string.Join(", ", values)}");
        });
        return option;
    }

    /// <summary>An option with a value that has a default, which the help shows.</summary>
    public static Option<T> Value<T>(string name, string valueName, T byDefault, string description) =>
        new(name) { Description = description, HelpName = valueName, DefaultValueFactory = _ => byDefault };

    /// <summary>An option with a value that may be missing.</summary>
    public static Option<string?> Value(string name, string valueName, string description) =>
        new(name) { Description = description, HelpName = valueName };

    /// <summary>The number that was given, for a validator; null: none was, or it cannot be read, of which the parser complains by itself.</summary>
    public static T? Number<T>(OptionResult result)
        where T : struct, INumber<T> =>
        result.Tokens.Count > 0 && T.TryParse(result.Tokens[^1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object on standard output" };

    public static Option<bool> Quiet() => new("--quiet")
    {
        Description = "Print nothing but one last line on standard output, OK ... or ERROR ..., in ASCII",
    };

    private static Uri? ParseServer(ArgumentResult result)
    {
        try
        {
            return ServerAddress.Parse(result.Tokens[0].Value);
        }
        catch (FormatException unreadable)
        {
            result.AddError(unreadable.Message);
            return null;
        }
    }
}
