using FijiBridge.Bridge.Server.Training;
using Microsoft.Extensions.Hosting;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>Looks once a second for jobs whose clients did not come back, trainings that ended long ago, and how long jobs that run still need.</summary>
internal sealed class JobSweeper(JobTable jobs, TrainingTable trainings, FairQueue queue, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            jobs.Sweep();
            trainings.Sweep();
            queue.Refresh();
        }
    }
}
