using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FijiBridge.Bridge.Client;

/// <summary>One job on a server: send, receive, attach again when the connection breaks, verify.</summary>
internal sealed class RestoreCall(
    Restoration.RestorationClient server,
    ServerFaults faults,
    InputFile stack,
    RestoreSettings settings,
    TemporaryOutput output,
    IProgress<TransferProgress>? progress,
    ReconnectPlan reconnect)
{
    private const int ChunkBytes = 512 * 1024;
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private TransferProgress _state = new() { BytesToSend = stack.Length };
    private string? _jobId;
    private volatile bool _sent;

    /// <summary>Fills the output and checks it against what the server announced.</summary>
    public async Task<Done> RunAsync(CancellationToken ct)
    {
        try
        {
            var done = await FollowAsync(ct);
            Verify(done);
            await CancelOnServerAsync();
            return done;
        }
        catch (Exception failure)
        {
            if (failure is not ClientFailure { Kind: ClientFailureKind.Unreachable }) await CancelOnServerAsync();
            ct.ThrowIfCancellationRequested();
            throw failure is RpcException fault ? faults.Describe(fault) : failure;
        }
    }

    private async Task<Done> FollowAsync(CancellationToken ct)
    {
        var (attempt, moved) = (0, 0UL);
        while (true)
        {
            try
            {
                return await (_sent ? WatchAsync(ct) : SendAsync(ct));
            }
            catch (RpcException broken) when (_sent && _jobId is not null && ServerFaults.IsBrokenConnection(broken))
            {
                if (Moved() > moved) (attempt, moved) = (0, Moved());
                if (attempt == reconnect.Delays.Count) throw;
                progress?.Report(_state with { Notice = "the connection was lost, attaching to the job again" });
                await Task.Delay(reconnect.Delays[attempt++], ct);
            }
        }
    }

    private async Task<Done> SendAsync(CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var call = server.Restore(cancellationToken: ended.Token);
        var upload = UploadAsync(call.RequestStream, ended);
        try
        {
            return await ReceiveAsync(call.ResponseStream, ct);
        }
        catch (RpcException) when (upload.Exception?.InnerException is ClientFailure failure)
        {
            throw failure;
        }
        finally
        {
            // When the server has ended the call early, a write may still wait for it to take more.
            await ended.CancelAsync();
            await upload.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task UploadAsync(IClientStreamWriter<RestoreRequest> requests, CancellationTokenSource ended)
    {
        try
        {
            var header = new RestoreHeader { Settings = settings, Stack = stack.Summary, FileName = Path.GetFileName(stack.Path) };
            await requests.WriteAsync(new RestoreRequest { Header = header });
            var chunk = new byte[ChunkBytes];
            for (int count; (count = await stack.ReadAsync(chunk, ended.Token)) > 0;)
            {
                // A completed write has left the chunk behind, so that it can be filled again.
                await requests.WriteAsync(new RestoreRequest { Data = UnsafeByteOperations.UnsafeWrap(chunk.AsMemory(0, count)) });
                Advance(state => state with { BytesSent = state.BytesSent + count });
            }
            await requests.CompleteAsync();
            _sent = true;
        }
        catch (ClientFailure)
        {
            await ended.CancelAsync();
            throw;
        }
    }

    private async Task<Done> WatchAsync(CancellationToken ct)
    {
        var request = new WatchRequest { JobId = _jobId, Offset = (ulong)output.Length };
        using var call = server.Watch(request, cancellationToken: ct);
        try
        {
            return await ReceiveAsync(call.ResponseStream, ct);
        }
        catch (RpcException gone) when (gone.StatusCode == StatusCode.NotFound)
        {
            throw new ClientFailure(ClientFailureKind.Unreachable, "the connection was lost, and the server no longer knows the job: start it again", gone);
        }
    }

    private async Task<Done> ReceiveAsync(IAsyncStreamReader<RestoreReply> replies, CancellationToken ct)
    {
        while (await replies.MoveNext(ct))
        {
            var reply = replies.Current;
            switch (reply.PartCase)
            {
                case RestoreReply.PartOneofCase.Done: return reply.Done;
                case RestoreReply.PartOneofCase.Accepted: Accept(reply.Accepted); break;
                case RestoreReply.PartOneofCase.Progress: Advance(state => state with { Job = reply.Progress }); break;
                case RestoreReply.PartOneofCase.Data: await StoreAsync(reply.Data, ct); break;
            }
        }
        throw new RpcException(new Status(StatusCode.Unavailable, "the server ended the transfer before the result was whole"));
    }

    private void Accept(Accepted accepted)
    {
        _jobId = accepted.JobId;
        Advance(state => state with { ResultBytes = accepted.ResultBytes > 0 ? (long)accepted.ResultBytes : null });
    }

    private async Task StoreAsync(ByteString data, CancellationToken ct)
    {
        await output.WriteAsync(data.Memory, ct);
        Advance(state => state with { BytesReceived = output.Length });
    }

    private void Verify(Done done)
    {
        if (done.ResultBytes != (ulong)output.Length || done.ResultSha256 != output.Sha256())
            throw new ClientFailure(ClientFailureKind.ServerFault,
                $"the result was damaged on its way: {output.Length} bytes arrived, which are not the {done.ResultBytes} that the server made");
    }

    // Sending and receiving advance it at the same time.
    private void Advance(Func<TransferProgress, TransferProgress> step)
    {
        lock (_gate) progress?.Report(_state = step(_state));
    }

    private ulong Moved() => (ulong)output.Length + _state.Job.TilesDone;

    // Also after the last byte, so that the server need not keep the result for a client that may have missed it.
    // Whether the server could be told is of no matter here: it cleans up by itself.
    private async Task CancelOnServerAsync()
    {
        if (_jobId is null) return;
        var call = server.CancelAsync(new CancelRequest { JobId = _jobId }, deadline: DateTime.UtcNow + CancelPatience);
        await ((Task)call.ResponseAsync).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
