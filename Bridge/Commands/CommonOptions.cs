using System.CommandLine;
using System.CommandLine.Parsing;
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

    public static Option<string> Device() => new Option<string>("--device")
    {
        Description = "Where the network runs: auto takes the best that works (see fijibridge doctor)",
        DefaultValueFactory = _ => "auto",
    }.OnlyAmong(Devices);

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object on standard output" };

    public static Option<bool> Quiet() => new("--quiet")
    {
        Description = "Print nothing but one last line on standard output, OK ... or ERROR ..., in ASCII",
    };

    public static Option<string> OnlyAmong(this Option<string> option, params string[] values)
    {
        option.HelpName = string.Join('|', values);
        option.Validators.Add(result =>
        {
            var given = result.Tokens.Count > 0 ? result.Tokens[^1].Value : null;
            if (given is not null && !values.Contains(given))
                result.AddError($"{option.Name} {given}: choose one of {string.Join(", ", values)}");
        });
        return option;
    }

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
