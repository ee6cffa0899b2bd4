using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using FijiBridge.Bridge.Client;
using FijiBridge.Bridge.Commands.Restoring;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Jobs;

/// <summary><c>fijibridge jobs list</c></summary>
internal sealed class JobsListCommand(JobsOptions options) : JobsSubcommand("list", "Lists your jobs, newest first.", options)
{
    protected override async Task RunAsync(JobsClient jobs, ParseResult parsed, TextWriter output, bool json, CancellationToken ct)
    {
        var all = await jobs.ListAsync(ct);
        if (json) output.WriteLine(new JsonObject { ["jobs"] = new JsonArray([.. all.Select(JobJson.Of)]) }.ToJsonString());
        else TextTable.Write(output, [["JOB", "FILE", "SINCE", "STATE"], .. all.Select(Row)]);
    }

    private static string[] Row(JobInfo job) =>
    [
        job.JobId, job.FileName,
        DateTimeOffset.FromUnixTimeMilliseconds(job.CreatedMs).ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), State(job),
    ];

    private static string State(JobInfo job) => job.Status switch
    {
        JobStatus.Receiving => $"upload broke off after {ProgressText.Size((long)job.BytesReceived)}, or goes on",
        JobStatus.Done => $"done, {ProgressText.Size((long)job.Done.ResultBytes)}",
        JobStatus.Failed => $"failed: {job.Failure}",
        JobStatus.Queued or JobStatus.Running => ProgressText.Describe(new TransferProgress { Job = job.Progress }),
        _ => job.Status.ToString().ToLowerInvariant(),
    };
}
