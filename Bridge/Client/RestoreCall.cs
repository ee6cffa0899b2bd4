using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Client;

/// <summary>One job on a server: send (unless it is there already), receive, and attach again when the connection breaks.</summary>
internal sealed class RestoreCall(
    Restoration.RestorationClient server, ServerFaults faults, StackUpload? upload, ResultDownload download, TransferLog log, ReconnectPlan reconnect)
{
    // A busy computer may need that long; a second Ctrl-C ends the wait.
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(10);

    /// <returns>What the server said at the end; the whole result has arrived and is the one that the server made.</returns>
    /// <exception cref="ClientFailure">The job failed, and has been ended on the server, unless that could not be reached any more.</exception>
    public async Task<Done> RunAsync(CancellationToken ct)
    {
        try
        {
            var done = await FollowAsync(ct);
            await EndOnServerAsync();
            return done;
        }
        catch (RpcException broken) when (ServerFaults.IsBrokenConnection(broken))
        {
            // The job goes on without us: its result can be fetched later.
            ct.ThrowIfCancellationRequested();
            throw faults.Describe(broken, download.JobId);
        }
        catch (Exception failure)
        {
            if (upload is not null && failure is not ClientFailure { Kind: ClientFailureKind.Unreachable }) await EndOnServerAsync();
            ct.ThrowIfCancellationRequested();
            throw failure is RpcException fault ? faults.Describe(fault) : failure;
        }
    }

    private async Task<Done> FollowAsync(CancellationToken ct)
    {
        var (attempt, moved) = (0, download.Moved);
        Func<CancellationToken, Task<Done>> next = upload is null ? AttachAsync : token => SendAsync(upload, token);
        while (true)
        {
            try
            {
                return await next(ct);
            }
            catch (RpcException broken) when (ServerFaults.IsBrokenConnection(broken))
            {
                if (download.Moved != moved) (attempt, moved) = (0, download.Moved);
                if (attempt == reconnect.Delays.Count) throw;
                log.Tell("the connection was lost, attaching to the job again");
                await Task.Delay(reconnect.Delays[attempt++], ct);
                next = AttachAsync;
            }
        }
    }

    // The server knows best how much of the upload it has: what was handed to the network need not have arrived.
    private async Task<Done> AttachAsync(CancellationToken ct)
    {
        var job = download.JobId is null ? null : await FindAsync(ct);
        if (download.JobId is not null && job is not { Status: JobStatus.Receiving }) return await WatchAsync(ct);
        if (upload is null) throw new ClientFailure(ClientFailureKind.Refused, "the stack of this job has not arrived: send it again");
        upload.ResumeAt(download.JobId, (long)(job?.BytesReceived ?? 0));
        return await SendAsync(upload, ct);
    }

    /// <returns>Null from an older server, which keeps jobs only from the end of their uploads on.</returns>
    private async Task<JobInfo?> FindAsync(CancellationToken ct)
    {
        try
        {
            return await server.GetJobAsync(new GetJobRequest { JobId = download.JobId }, cancellationToken: ct);
        }
        catch (RpcException gone) when (gone.StatusCode == StatusCode.NotFound && upload is not null)
        {
            throw Forgotten(gone);
        }
        catch (RpcException older) when (older.StatusCode == StatusCode.Unimplemented)
        {
            return upload is { IsComplete: false } ? throw Forgotten(older) : null;
        }
    }

    private async Task<Done> SendAsync(StackUpload upload, CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var call = server.Restore(cancellationToken: ended.Token);
        var sending = upload.SendAsync(call.RequestStream, ended);
        try
        {
            return await download.ReceiveAsync(call.ResponseStream, ct);
        }
        catch (RpcException) when (sending.Exception?.InnerException is ClientFailure failure)
        {
            throw failure;
        }
        finally
        {
            // When the server has ended the call early, a write may still wait for it to take more.
            await ended.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Done> WatchAsync(CancellationToken ct)
    {
        var request = new WatchRequest { JobId = download.JobId, Offset = (ulong)download.Offset, Run = download.Run };
        using var call = server.Watch(request, cancellationToken: ct);
        try
        {
            return await download.ReceiveAsync(call.ResponseStream, ct);
        }
        catch (RpcException gone) when (gone.StatusCode == StatusCode.NotFound && upload is not null)
        {
            throw Forgotten(gone);
        }
    }

    private static ClientFailure Forgotten(RpcException reason) => new(
        ClientFailureKind.Unreachable, "the connection was lost, and the server no longer knows the job: start it again", reason);

    // Also after the last byte, so that the server need not keep the result for a client that may have missed it.
    // Whether the server could be told is of no matter here: it cleans up by itself.
    private async Task EndOnServerAsync()
    {
        if (download.JobId is not { } job) return;
        var call = server.CancelAsync(new CancelRequest { JobId = job }, deadline: DateTime.UtcNow + CancelPatience);
        await ((Task)call.ResponseAsync).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
