using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FijiBridge.Bridge.Client;

/// <summary>The downward half of a job, over as many connections as it takes.</summary>
internal sealed class ResultDownload(TemporaryOutput output, TransferLog log, string? jobId = null)
{
    /// <summary>Null until the server has accepted the job.</summary>
    public string? JobId { get; private set; } = jobId;

    /// <summary>Which attempt of the server at the result the bytes here are of; 0 when it does not tell.</summary>
    public uint Run { get; private set; }

    /// <summary>The first byte that is still missing.</summary>
    public long Offset => output.Length;

    /// <summary>What changes whenever the job has moved on, or begins anew.</summary>
    public (long, ulong, ulong, uint) Moved => (output.Length, log.State.Job.TilesDone, log.State.Job.BytesReceived, Run);

    /// <summary>Takes replies until the job is done.</summary>
    /// <exception cref="RpcException">The stream broke, or ended too early, which counts as broken.</exception>
    public async Task<Done> ReceiveAsync(IAsyncStreamReader<RestoreReply> replies, CancellationToken ct)
    {
        while (await replies.MoveNext(ct))
        {
            var reply = replies.Current;
            switch (reply.PartCase)
            {
                case RestoreReply.PartOneofCase.Done: return Verified(reply.Done);
                case RestoreReply.PartOneofCase.Accepted: Accept(reply.Accepted); break;
                case RestoreReply.PartOneofCase.Progress: log.Advance(state => state with { Job = reply.Progress }); break;
                case RestoreReply.PartOneofCase.Data: await StoreAsync(reply.Data, ct); break;
            }
        }
        throw new RpcException(new Status(StatusCode.Unavailable, "the server ended the transfer before the result was whole"));
    }

    private void Accept(Accepted accepted)
    {
        JobId = accepted.JobId;
        // The server died and made the result anew, which need not be the same to the last bit.
        if (Run != 0 && accepted.Run != Run) output.Restart();
        Run = accepted.Run;
        log.Advance(state => state with { ResultBytes = accepted.ResultBytes > 0 ? (long)accepted.ResultBytes : null });
    }

    private async Task StoreAsync(ByteString data, CancellationToken ct)
    {
        await output.WriteAsync(data.Memory, ct);
        log.Advance(state => state with { BytesReceived = output.Length });
    }

    private Done Verified(Done done)
    {
        if (done.ResultBytes == (ulong)output.Length && done.ResultSha256 == output.Sha256()) return done;
        throw new ClientFailure(
            ClientFailureKind.ServerFault,
            $"the result was damaged on its way: {output.Length} bytes arrived, which are not the {done.ResultBytes} that the server made");
    }
}
