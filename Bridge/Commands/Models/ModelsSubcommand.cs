using System.CommandLine;
using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Commands.Models;

/// <summary>The options that all commands about models share.</summary>
internal sealed record ModelsOptions(ServerAccessOptions Server, Option<bool> Json);

/// <summary>A command that makes one call about models and prints what came of it.</summary>
internal abstract class ModelsSubcommand : Command
{
    protected ModelsSubcommand(string name, string description, ModelsOptions options)
        : base(name, description) => SetAction((parsed, ct) => ConnectAndRunAsync(parsed, options, ct));

    /// <summary>Makes the call and writes its result, as JSON or as text.</summary>
    protected abstract Task RunAsync(ModelsClient models, ParseResult parsed, TextWriter output, bool json, CancellationToken ct);

    private async Task<int> ConnectAndRunAsync(ParseResult parsed, ModelsOptions options, CancellationToken ct)
    {
        await using var server = await ServerConnection.OpenAsync(options.Server.Read(parsed), "auto", ct);
        await RunAsync(new ModelsClient(server.Channel), parsed, Screen.Of(parsed).Out, parsed.GetValue(options.Json), ct);
        return ExitCodes.Done;
    }
}
