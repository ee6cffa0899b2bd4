using System.Diagnostics.CodeAnalysis;
using FijiBridge.Protos.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>Goes on with what earlier servers left, in the order in which it was admitted.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing.")]
internal sealed class JobRecovery(JobStore store, JobTable jobs, JobRunner runner, ServerLimits limits, ILogger<JobRecovery> log)
{
    // Large results are read whole, one after the other, while the server serves already.
    private readonly SemaphoreSlim _reading = new(1);

    /// <summary>Comes before the server listens, so that no client asks in vain. A job that cannot be taken up stops nothing.</summary>
    public void Run()
    {
        foreach (var record in store.Load())
        {
            try
            {
                TakeUp(record);
                log.JobRecovered(record.Ticket.Id, record.Phase, record.Runs);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                store.SetAside(record.Ticket.Id, e.Message);
            }
        }
    }

    private void TakeUp(JobRecord record)
    {
        var job = jobs.Adopt(record);
        if (record.Phase == JobPhase.Accepted) _ = runner.RunAsync(job, () => RestoreAsync(job, record));
        if (record.Phase == JobPhase.Done) _ = runner.RunAsync(job, () => FindResultAsync(job, record.Done!));
    }

    private async Task<Done> RestoreAsync(Job job, JobRecord record)
    {
        if (record.Runs >= limits.MaxRuns)
            throw Lost($"The server stopped {record.Runs} times while it restored this stack, and does not try again: send it to another server, or ask its operator.");
        if (!await ReadAsync(() => job.Stack.IsWholeAsync(record.InputBytes, record.InputCrc, job.Ending), job).ConfigureAwait(false))
            throw Lost("The stack was damaged on the disk of the server before it could be restored: send it again.");
        return await runner.RestoreAsync(job, isRecovered: true).ConfigureAwait(false);
    }

    private async Task<Done> FindResultAsync(Job job, Done done)
    {
        if (!await ReadAsync(() => job.Result.FindWholeAsync(done.ResultSha256, job.Ending), job).ConfigureAwait(false))
            throw Lost("The result was damaged on the disk of the server: send the stack again.");
        return done;
    }

    private async Task<bool> ReadAsync(Func<Task<bool>> look, Job job)
    {
        await _reading.WaitAsync(job.Ending).ConfigureAwait(false);
        try
        {
            return await look().ConfigureAwait(false);
        }
        finally
        {
            _reading.Release();
        }
    }

    private static RpcException Lost(string sentence) => new(new Status(StatusCode.DataLoss, sentence));
}
