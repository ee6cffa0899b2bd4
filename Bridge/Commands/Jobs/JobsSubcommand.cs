using System.CommandLine;
using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Commands.Jobs;

/// <summary>The options that all commands about jobs share.</summary>
internal sealed record JobsOptions(ServerAccessOptions Server, Option<bool> Json);

/// <summary>A command that does one thing with the jobs of a server and prints what came of it.</summary>
internal abstract class JobsSubcommand : Command
{
    protected JobsSubcommand(string name, string description, JobsOptions options)
        : base(name, description) => SetAction((parsed, ct) => ConnectAndRunAsync(parsed, options, ct));

    /// <summary>Does it and writes its result, as JSON or as text.</summary>
    protected abstract Task RunAsync(JobsClient jobs, ParseResult parsed, TextWriter output, bool json, CancellationToken ct);

    private async Task<int> ConnectAndRunAsync(ParseResult parsed, JobsOptions options, CancellationToken ct)
    {
        var target = options.Server.Read(parsed)
            ?? throw new CommandFailure(ExitCodes.WrongUsage, "--server is missing: only a server keeps jobs (see fijibridge jobs --help)");
        await using var server = new ServerConnection(target, null);
        await RunAsync(new JobsClient(server.Channel), parsed, Screen.Of(parsed).Out, parsed.GetValue(options.Json), ct);
        return ExitCodes.Done;
    }
}
