using FijiBridge.Protos.V1;
using Grpc.Net.Client;

namespace FijiBridge.Bridge.Client;

/// <summary>Lists, fetches and ends the jobs that a server keeps for its caller.</summary>
public sealed class JobsClient(GrpcChannel channel, ReconnectPlan? reconnect = null)
{
    private readonly Restoration.RestorationClient _server = new(channel);
    private readonly ServerFaults _faults = new(channel.Target);

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<JobInfo>> ListAsync(CancellationToken ct)
    {
        var call = () => _server.ListJobsAsync(new ListJobsRequest(), cancellationToken: ct).ResponseAsync;
        return (await _faults.GuardAsync(call, ct)).Jobs;
    }

    /// <summary>
    /// Waits for the result of a job and writes it to <paramref name="output"/>, which appears only when it is whole. Cancelling
    /// does not end the job; the whole result does.
    /// </summary>
    /// <exception cref="ClientFailure">There is no such job, it failed, or the connection was lost for good; nothing was written.</exception>
    public async Task<Done> FetchAsync(string jobId, string output, bool overwrite, IProgress<TransferProgress>? progress, CancellationToken ct)
    {
        using var result = TemporaryOutput.Create(output, overwrite);
        var log = new TransferLog(0, progress);
        var download = new ResultDownload(result, log, jobId);
        var done = await new RestoreCall(_server, _faults, null, download, log, reconnect ?? ReconnectPlan.Default).RunAsync(ct);
        result.Commit();
        return done;
    }

    /// <returns>False when it had ended already, or there is no such job.</returns>
    public async Task<bool> CancelAsync(string jobId, CancellationToken ct)
    {
        var call = () => _server.CancelAsync(new CancelRequest { JobId = jobId }, cancellationToken: ct).ResponseAsync;
        return (await _faults.GuardAsync(call, ct)).Cancelled;
    }
}
