using System.Text.Json.Nodes;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Jobs;

/// <summary>A job as JSON. The names are a contract.</summary>
internal static class JobJson
{
    public static JsonObject Of(JobInfo job) => new()
    {
        ["job"] = job.JobId,
        ["status"] = job.Status.ToString().ToLowerInvariant(),
        ["file"] = job.FileName,
        ["model"] = job.Model.Length > 0 ? job.Model : null,
        ["created"] = DateTimeOffset.FromUnixTimeMilliseconds(job.CreatedMs).ToString("yyyy-MM-ddTHH:mm:ssZ"),
        ["ahead"] = job.Progress.QueuePosition,
        ["seconds_until_start"] = job.Progress.SecondsUntilStart > 0 ? job.Progress.SecondsUntilStart : null,
        ["seconds_left"] = job.Progress.SecondsLeft >= 0 ? job.Progress.SecondsLeft : null,
        ["result_bytes"] = job.Done?.ResultBytes,
        ["failure"] = job.Failure.Length > 0 ? job.Failure : null,
    };
}
