using System.Text.Json.Nodes;
using FijiBridge.Engine.Metrics;

namespace FijiBridge.Bridge.Commands.Evaluating;

/// <summary>An evaluation as one JSON object. The names are a contract; a figure that is infinite (equal images) is null.</summary>
internal static class EvaluationJson
{
    public static JsonObject Of(EvaluationReport report, EvaluateOptions options)
    {
        var provenance = report.Provenance;
        var json = new JsonObject
        {
            ["status"] = "ok",
            ["exit_code"] = ExitCodes.Done,
            ["model"] = provenance.Model,
            ["model_version"] = provenance.ModelVersion,
            ["model_sha256"] = provenance.ModelSha256,
            ["parameters"] = new JsonObject(provenance.Parameters.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["device"] = provenance.Device?.Kind,
            ["device_name"] = provenance.Device?.Name,
            ["range"] = options.Comparison.DataRange,
            ["affine"] = options.Comparison.Affine,
            ["count"] = report.Planes.Count,
        };
        AddScores(json, report.Mean);
        json["groups"] = new JsonArray([.. report.Groups.Select(Of)]);
        json["pairs"] = new JsonArray([.. report.Planes.Select(Of)]);
        json["warnings"] = new JsonArray([.. report.Warnings.Select(warning => (JsonNode)warning)]);
        return json;
    }

    private static JsonObject Of(GroupScores group)
    {
        var json = new JsonObject { ["name"] = group.Name, ["count"] = group.Count };
        AddScores(json, group.Mean);
        return json;
    }

    private static JsonObject Of(JudgedPlane plane)
    {
        var json = new JsonObject
        {
            ["name"] = plane.Scores.Name,
            ["group"] = EvaluationReport.GroupOf(plane),
            ["noisy_file"] = plane.Pair.Noisy,
            ["clean_file"] = plane.Pair.Clean,
            ["plane"] = plane.Plane,
            ["data_range"] = plane.Scores.DataRange,
            ["smoothing_sigma"] = plane.Scores.SmoothingSigma,
        };
        AddScores(json, plane.Scores);
        return json;
    }

    private static void AddScores(JsonObject json, PairScores scores)
    {
        foreach (var (name, method) in Methods.Of(scores))
            json[name] = new JsonObject { ["psnr"] = Finite(method.Psnr), ["ssim"] = Finite(method.Ssim), ["nrmse"] = Finite(method.Nrmse) };
    }

    private static double? Finite(double figure) => double.IsFinite(figure) ? figure : null;
}
