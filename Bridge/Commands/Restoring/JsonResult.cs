using System.Text.Json.Nodes;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary>One JSON object: of the stack itself, or of a batch with the list of its stacks. The names are a contract.</summary>
internal sealed class JsonResult(Screen screen) : IRestoreResult
{
    public void Write(RestoreSummary summary)
    {
        TextResult.WriteFailures(summary, screen.Error);
        screen.Out.WriteLine((summary.Plan.IsBatch ? Batch(summary) : File(summary.Outcomes[0])).ToJsonString());
    }

    private static JsonObject Batch(RestoreSummary summary) => new()
    {
        ["status"] = summary.ExitCode == ExitCodes.Done ? "ok" : "error",
        ["exit_code"] = summary.ExitCode,
        ["total"] = summary.Total,
        ["restored"] = summary.Restored,
        ["failed"] = summary.Failed.Count(),
        ["seconds"] = Seconds(summary.Elapsed),
        ["files"] = new JsonArray([.. summary.Outcomes.Select(File)]),
    };

    private static JsonObject File(StackOutcome outcome)
    {
        var json = new JsonObject
        {
            ["status"] = outcome.Failure is null ? "ok" : "error",
            ["exit_code"] = outcome.Failure?.ExitCode ?? ExitCodes.Done,
            ["input"] = outcome.Pair.Input,
            ["output"] = outcome.Pair.Output,
            ["seconds"] = Seconds(outcome.Elapsed),
        };
        if (outcome.Failure is { } failure) json["error"] = failure.Message;
        if (outcome.Done is { } done) AddResult(json, done, done.Provenance ?? new Provenance());
        return json;
    }

    private static void AddResult(JsonObject json, Done done, Provenance provenance)
    {
        if (done.Result is { } result) AddShape(json, result);
        json["bytes"] = done.ResultBytes;
        json["sha256"] = done.ResultSha256;
        json["model"] = provenance.Model;
        json["model_version"] = provenance.ModelVersion;
        json["model_sha256"] = provenance.ModelSha256;
        json["parameters"] = new JsonObject(provenance.Parameters.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        json["device"] = provenance.Device?.Kind;
        json["device_name"] = provenance.Device?.Name;
        json["server_version"] = provenance.ServerVersion;
        json["server_seconds"] = Math.Round(done.Seconds, 3);
        json["clamped_share"] = done.ClampedShare;
        json["warnings"] = new JsonArray([.. done.Warnings.Select(warning => (JsonNode)warning)]);
    }

    private static void AddShape(JsonObject json, StackSummary result)
    {
        json["pixel_type"] = result.PixelType;
        json["shape"] = new JsonObject
        {
            ["width"] = result.Width,
            ["height"] = result.Height,
            ["channels"] = result.Channels,
            ["slices"] = result.Slices,
            ["frames"] = result.Frames,
        };
    }

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
