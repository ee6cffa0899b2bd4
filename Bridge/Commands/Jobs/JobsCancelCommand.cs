using System.CommandLine;
using System.Text.Json.Nodes;
using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Commands.Jobs;

/// <summary><c>fijibridge jobs cancel JOB</c></summary>
internal sealed class JobsCancelCommand : JobsSubcommand
{
    private readonly Argument<string> _job = new("JOB") { Description = "Id of a job, as fijibridge jobs lists it" };

    public JobsCancelCommand(JobsOptions options)
        : base("cancel", "Ends a job and deletes all that the server has of it, its result too.", options) => Add(_job);

    protected override async Task RunAsync(JobsClient jobs, ParseResult parsed, TextWriter output, bool json, CancellationToken ct)
    {
        var job = parsed.GetRequiredValue(_job);
        var cancelled = await jobs.CancelAsync(job, ct);
        var result = new JsonObject { ["job"] = job, ["cancelled"] = cancelled };
        output.WriteLine(json ? result.ToJsonString() : cancelled ? $"{job} cancelled" : $"{job} had ended, and is deleted");
    }
}
