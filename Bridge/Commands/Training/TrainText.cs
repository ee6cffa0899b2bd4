using System.Globalization;
using FijiBridge.Bridge.Commands.Restoring;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Training;

namespace FijiBridge.Bridge.Commands.Training;

/// <summary>A trained model in words.</summary>
internal static class TrainText
{
    public static void Write(TrainResult result, TextWriter output)
    {
        output.WriteLine(Line(result));
        foreach (var evaluation in result.Outcome.Evaluations)
        {
            output.WriteLine();
            output.WriteLine(evaluation.Summary);
            TextTable.Write(output,
            [
                ["", "PSNR [dB]", "SSIM"],
                Row("noisy", evaluation.Mean.Noisy),
                Row("best Gaussian", evaluation.Mean.Smoothed),
                Row("non-local means", evaluation.Mean.Nlm),
                Row("restored", evaluation.Mean.Restored!),
            ]);
        }
        foreach (var warning in result.Outcome.Warnings) output.WriteLine($"warning: {warning}");
        output.WriteLine();
        output.WriteLine($"Model  {result.Folder}");
        output.WriteLine(result.Installed ? $"Then   fijibridge restore NOISY.tif RESTORED.ome.tif --model {result.Name}" : $"Then   fijibridge models import {result.Folder}");
        if (result.IsInterrupted) output.WriteLine("       the same command with --resume goes on with the training");
    }

    /// <summary>The most important in one line.</summary>
    public static string Line(TrainResult result)
    {
        var (trained, outcome) = (result.Outcome.Trained, result.Outcome);
        return string.Create(CultureInfo.InvariantCulture,
            $"{result.Name} trained {Reason(trained)}: validation {trained.BestScore:0.00} dB (noisy {outcome.NoisyPsnr:0.00}, best Gaussian {outcome.SmoothedPsnr:0.00}{(outcome.OriginPsnr is { } origin ? $", what it began with {origin:0.00}" : "")}), weights of step {trained.BestStep} of {trained.Steps}, on {outcome.Device.Kind.Id()} in {ProgressText.Duration(trained.Elapsed)}");
    }

    private static string Reason(TrainedNetwork trained) => trained.Reason switch
    {
        StopReason.Cancelled => "until interrupted, the best network so far is kept",
        StopReason.NoImprovement => "until it no longer improved",
        StopReason.OutOfTime => "until its time was over",
        _ => "to its end",
    };

    private static string[] Row(string name, Engine.Metrics.Scores scores) =>
        [name, scores.Psnr.ToString("F2", CultureInfo.InvariantCulture), scores.Ssim.ToString("F4", CultureInfo.InvariantCulture)];
}
