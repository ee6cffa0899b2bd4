using System.CommandLine;
using System.Text.Json.Nodes;
using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Commands.Jobs;

/// <summary><c>fijibridge jobs fetch JOB OUTPUT</c></summary>
internal sealed class JobsFetchCommand : JobsSubcommand
{
    private readonly Argument<string> _job = new("JOB") { Description = "Id of a job, as fijibridge jobs lists it" };
    private readonly Argument<string> _output = new("OUTPUT") { Description = "The file to write" };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace a file that exists already" };

    public JobsFetchCommand(JobsOptions options)
        : base("fetch", "Waits for the result of a job and writes it; the server then forgets the job.", options)
    {
        Add(_job);
        Add(_output);
        Add(_overwrite);
    }

    protected override async Task RunAsync(JobsClient jobs, ParseResult parsed, TextWriter output, bool json, CancellationToken ct)
    {
        var (job, path, overwrite) = (parsed.GetRequiredValue(_job), Path.GetFullPath(parsed.GetRequiredValue(_output)), parsed.GetValue(_overwrite));
        if (File.Exists(path) && !overwrite) throw new CommandFailure(ExitCodes.OutputFailed, $"{path} exists already: choose another name, or --overwrite");
        var done = await jobs.FetchAsync(job, path, overwrite, null, ct);
        var result = new JsonObject { ["job"] = job, ["file"] = path, ["bytes"] = done.ResultBytes };
        output.WriteLine(json ? result.ToJsonString() : $"{path} ({done.ResultBytes} bytes)");
        if (json) return;
        foreach (var warning in done.Warnings) output.WriteLine($"  warning: {warning}");
    }
}
