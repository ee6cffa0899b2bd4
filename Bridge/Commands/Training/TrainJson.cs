using System.Text.Json.Nodes;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Training.Packages;

namespace FijiBridge.Bridge.Commands.Training;

/// <summary>A trained model as JSON. The names are a contract.</summary>
internal static class TrainJson
{
    public static JsonObject Of(TrainResult result)
    {
        var (outcome, trained) = (result.Outcome, result.Outcome.Trained);
        return new JsonObject
        {
            ["status"] = result.IsInterrupted ? "interrupted" : "ok",
            ["exit_code"] = result.ExitCode,
            ["model"] = result.Name,
            ["folder"] = result.Folder,
            ["architecture"] = trained.Network.Architecture.Name,
            ["weights"] = trained.Weights.Length,
            ["pairs"] = outcome.Reports.Count,
            ["steps"] = trained.Steps,
            ["best_step"] = trained.BestStep,
            ["validation_psnr"] = Rounded(trained.BestScore),
            ["noisy_psnr"] = Rounded(outcome.NoisyPsnr),
            ["smoothed_psnr"] = Rounded(outcome.SmoothedPsnr),
            ["origin_psnr"] = Rounded(outcome.OriginPsnr),
            ["seconds"] = Rounded(trained.Elapsed.TotalSeconds),
            ["device"] = outcome.Device.Kind.Id(),
            ["evaluations"] = new JsonArray([.. outcome.Evaluations.Select(Evaluation)]),
            ["warnings"] = new JsonArray([.. outcome.Warnings.Select(warning => (JsonNode)warning)]),
        };
    }

    private static JsonObject Evaluation(ModelEvaluation evaluation) => new()
    {
        ["role"] = evaluation.Role.ToString().ToLowerInvariant(),
        ["sample"] = evaluation.Sample,
        ["images"] = evaluation.Images,
        ["affine"] = evaluation.Affine,
        ["noisy"] = Scores(evaluation.Mean.Noisy),
        ["smoothed"] = Scores(evaluation.Mean.Smoothed),
        ["median"] = Scores(evaluation.Mean.Median),
        ["nlm"] = Scores(evaluation.Mean.Nlm),
        ["restored"] = Scores(evaluation.Mean.Restored!),
    };

    private static JsonObject Scores(Scores scores) =>
        new() { ["psnr"] = Rounded(scores.Psnr), ["ssim"] = Rounded(scores.Ssim), ["nrmse"] = Rounded(scores.Nrmse) };

    private static double? Rounded(double? figure) => figure is { } number && double.IsFinite(number) ? Math.Round(number, 4) : null;
}
