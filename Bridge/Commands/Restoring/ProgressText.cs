using System.Globalization;
using FijiBridge.Bridge.Client;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary>Progress in words and as a share, the same for every display.</summary>
internal static class ProgressText
{
    /// <summary>What is happening, with counts, device and time left where they are known.</summary>
    public static string Describe(TransferProgress progress)
    {
        var job = progress.Job;
        return job.Stage switch
        {
            Stage.Queued when job.QueuePosition > 0 => $"waiting, {job.QueuePosition} ahead{Until(job)}",
            Stage.Queued => "waiting",
            Stage.Measuring => "measuring intensities",
            Stage.Restoring or Stage.Sending => Restoring(job),
            _ => $"sending {Size(progress.BytesSent)} of {Size(progress.BytesToSend)}",
        };
    }

    /// <summary>The same in so few letters that it fits beside a bar on a terminal of 80 columns.</summary>
    public static string Abbreviate(TransferProgress progress)
    {
        var job = progress.Job;
        if (job.Stage is not (Stage.Restoring or Stage.Sending)) return Describe(progress);
        var device = job.Device.Split(' ')[0];
        var left = job.SecondsLeft >= 0.5 ? $", {TimeLeft(job)} left" : "";
        return $"plane {job.PlanesDone}/{job.PlanesTotal}, tile {job.TilesDone}/{job.TilesTotal}, {device}{left}";
    }

    /// <summary>0 to 1: a tenth for sending, the rest by tiles.</summary>
    public static double Share(TransferProgress progress)
    {
        var sent = progress.BytesToSend > 0 ? (double)progress.BytesSent / progress.BytesToSend : 0;
        var restored = progress.Job.TilesTotal > 0 ? (double)progress.Job.TilesDone / progress.Job.TilesTotal : 0;
        return Math.Clamp(0.1 * sent + 0.9 * restored, 0, 1);
    }

    /// <summary>Seconds below two minutes, then minutes, then hours.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        < 120 => $"{time.TotalSeconds:0} s",
        < 7200 => $"{time.TotalMinutes:0} min",
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h"),
    };

    public static string Size(long bytes) => bytes switch
    {
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB"),
    };

    private static string Restoring(Progress job)
    {
        var text = $"restoring: plane {job.PlanesDone} of {job.PlanesTotal}, tile {job.TilesDone} of {job.TilesTotal}";
        if (job.Device.Length > 0) text += $", on {job.Device}";
        if (job.SecondsLeft >= 0.5) text += $", {TimeLeft(job)} left";
        return text;
    }

    private static string Until(Progress job) =>
        job.SecondsUntilStart >= 0.5 ? $", about {Duration(TimeSpan.FromSeconds(Math.Min(job.SecondsUntilStart, 1e9)))}" : "";

    // A server may send any number.
    private static string TimeLeft(Progress job) => Duration(TimeSpan.FromSeconds(Math.Min(job.SecondsLeft, 1e9)));
}
