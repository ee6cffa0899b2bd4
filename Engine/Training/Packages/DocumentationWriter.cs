using System.Globalization;
using System.Text;
using FijiBridge.Engine.Metrics;

namespace FijiBridge.Engine.Training.Packages;

/// <summary>Writes README.md of a model's package: what it is, how it was trained, how good it is.</summary>
internal static class DocumentationWriter
{
    public static string Write(TrainedNetwork trained, ModelDescription description)
    {
        var text = new StringBuilder().Append(Line($"# {description.Name}\n\n"));
        text.Append(description.Documentation is { } own ? own.Trim() : Own(trained, description)).Append("\n\n## Validation\n");
        if (description.Evaluations.Count == 0) text.Append("\nThis model has not been validated.\n");
        foreach (var evaluation in description.Evaluations) Table(text, evaluation);
        return text.ToString();
    }

    private static string Own(TrainedNetwork trained, ModelDescription description)
    {
        var text = new StringBuilder(description.Description).Append("\n\n");
        if (description.Data is { } data) text.Append(Line($"Trained on {data.Name}: {data.Description}\n\n"));
        text.Append(Line($"{trained.Network.Architecture.Name} with {trained.Weights.Length} weights; {trained.Steps} steps in {trained.Elapsed.TotalMinutes:0.#} minutes, "));
        text.Append(Line($"weights of step {trained.BestStep}."));
        if (description.Noise is { } noise)
            text.Append(Line($" Noise in training: standard deviation {noise.Smallest:0.###} to {noise.Largest:0.###} in the network's units; do not expect it to do well far beyond."));
        return text.ToString();
    }

    private static void Table(StringBuilder text, ModelEvaluation evaluation)
    {
        text.Append(Line($"\n{evaluation.Summary}\n\n| | PSNR [dB] | SSIM | NRMSE |\n|---|---|---|---|\n"));
        Row(text, "noisy", evaluation.Mean.Noisy);
        Row(text, "best Gaussian", evaluation.Mean.Smoothed);
        Row(text, "median 3 x 3", evaluation.Mean.Median);
        Row(text, "non-local means", evaluation.Mean.Nlm);
        if (evaluation.Mean.Restored is { } restored) Row(text, "restored", restored);
    }

    private static void Row(StringBuilder text, string name, Scores scores) =>
        text.Append(Line($"| {name} | {scores.Psnr:0.00} | {scores.Ssim:0.0000} | {scores.Nrmse:0.0000} |\n"));

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
