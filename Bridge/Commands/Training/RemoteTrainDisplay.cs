using System.Diagnostics;
using System.Globalization;
using FijiBridge.Bridge.Commands.Restoring;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Training;

/// <summary>How far a training on a server is, line by line: every validation, and every few seconds in between.</summary>
internal sealed class RemoteTrainDisplay(TextWriter error) : IProgress<TrainingProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private TrainingStage _stage;
    private long _last;

    public void Report(TrainingProgress value)
    {
        foreach (var notice in value.Notices) error.WriteLine(notice);
        if (value.Stage == _stage && value.PreviewPng.IsEmpty && Stopwatch.GetElapsedTime(_last) < Pause) return;
        (_stage, _last) = (value.Stage, Stopwatch.GetTimestamp());
        error.WriteLine(Describe(value));
    }

    private static string Describe(TrainingProgress value) => value.Stage switch
    {
        TrainingStage.Receiving => $"sending: {ProgressText.Size((long)value.BytesReceived)} have arrived",
        TrainingStage.Queued => $"waiting, {value.QueuePosition} training(s) ahead",
        TrainingStage.Preparing => $"{value.PairsReady} of {value.Pairs} pairs checked",
        TrainingStage.Training => Steps(value),
        _ => "done",
    };

    private static string Steps(TrainingProgress value)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"step {value.Step}{(value.Steps > 0 ? $" of {value.Steps}" : "")}, loss {value.Loss:0.0000}");
        if (value.ValidationPsnr != 0) line += string.Create(CultureInfo.InvariantCulture, $", validation {value.ValidationPsnr:0.00} dB (best Gaussian {value.SmoothedPsnr:0.00}{(value.HasOriginPsnr ? $", what it began with {value.OriginPsnr:0.00}" : "")}), SSIM {value.ValidationSsim:0.000}");
        return value.SecondsLeft > 0.5 ? $"{line}, {ProgressText.Duration(TimeSpan.FromSeconds(Math.Min(value.SecondsLeft, 1e9)))} left" : line;
    }
}
