using System.Diagnostics;
using System.Globalization;
using FijiBridge.Bridge.Commands.Restoring;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Runs;

namespace FijiBridge.Bridge.Commands.Training;

/// <summary>How far a training is, line by line: every validation, and every few seconds in between.</summary>
internal sealed class TrainDisplay(TextWriter error) : IProgress<RunProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private bool _toldFigures;
    private long _last;

    public void Report(RunProgress value)
    {
        lock (_lock)
        {
            if (value.Notice is not null) Tell(value.Notice);
            else if (value.Training is { } training) Tell(training, value.Ssim);
            else if (value.SmoothedPsnr is not null && !_toldFigures) TellFigures(value);
            else if (value.Pairs > 0 && value.PairsReady < value.Pairs && IsTime) Tell($"{value.PairsReady} of {value.Pairs} pairs checked");
        }
    }

    private bool IsTime => Stopwatch.GetElapsedTime(_last) >= Pause;

    private void TellFigures(RunProgress value)
    {
        _toldFigures = true;
        Tell(string.Create(CultureInfo.InvariantCulture,
            $"validation images: noisy {value.NoisyPsnr:0.00} dB, best Gaussian filter {value.SmoothedPsnr:0.00} dB{(value.OriginPsnr is { } origin ? $", what it begins with {origin:0.00} dB" : "")}; training begins, Ctrl-C ends it and keeps the best network so far"));
    }

    private void Tell(TrainingProgress training, double? ssim)
    {
        if (training.Score is null && !IsTime) return;
        var steps = training.Steps is { } all ? $"step {training.Step} of {all}" : $"step {training.Step}";
        var line = string.Create(CultureInfo.InvariantCulture, $"{steps}, loss {training.Loss:0.0000}");
        if (training.Score is { } score)
            line += string.Create(CultureInfo.InvariantCulture, $", validation {score:0.00} dB, SSIM {ssim:0.000}{(score >= training.BestScore ? ", the best so far" : "")}");
        if (training.Left is { } left && left > TimeSpan.Zero) line += $", {ProgressText.Duration(left)} left";
        Tell(line);
    }

    private void Tell(string line)
    {
        error.WriteLine(line);
        _last = Stopwatch.GetTimestamp();
    }
}
