using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Server;

/// <summary>What a client received of a job.</summary>
internal sealed class Received
{
    public string JobId { get; private set; } = "";

    public uint Run { get; private set; }

    public Done? Done { get; private set; }

    public List<Progress> Progress { get; } = [];

    public List<byte> Bytes { get; } = [];

    /// <summary>Reads to the end of the stream, or as long as <paramref name="more"/> says.</summary>
    public async Task<Received> ReadAsync(IAsyncStreamReader<RestoreReply> replies, Func<Received, bool>? more = null)
    {
        while ((more is null || more(this)) && await replies.MoveNext(default)) Take(replies.Current);
        return this;
    }

    public void Take(RestoreReply reply)
    {
        if (reply.Accepted is { } accepted) (JobId, Run) = (accepted.JobId, accepted.Run);
        if (reply.Progress is { } progress) Progress.Add(progress);
        if (reply.PartCase == RestoreReply.PartOneofCase.Data) Bytes.AddRange(reply.Data.Span);
        if (reply.Done is { } done) Done = done;
    }
}

/// <summary>The ways in which the tests call Restore.</summary>
internal static class Transfer
{
    public static RestoreHeader Header(byte[] file, RestoreSettings? settings = null) => new()
    {
        Settings = settings ?? new RestoreSettings(),
        Stack = new StackSummary { FileBytes = (ulong)file.Length },
        FileName = "cells.tif",
    };

    /// <summary>Sends everything, then reads everything.</summary>
    public static async Task<Received> RestoreAsync(this Restoration.RestorationClient client, byte[] file, RestoreSettings? settings = null)
    {
        using var call = client.Restore();
        await SendAsFarAsItIsTakenAsync(() => call.SendAsync(file, settings));
        return await new Received().ReadAsync(call.ResponseStream);
    }

    /// <summary>Sends. A server that refuses ends the call before it has everything, and then what is read tells why.</summary>
    public static async Task SendAsFarAsItIsTakenAsync(Func<Task> send)
    {
        try
        {
            await send();
        }
        catch (Exception ended) when (ended is RpcException or InvalidOperationException)
        {
        }
    }

    /// <summary>Sends the header and the file in chunks, and says that this was all.</summary>
    public static async Task SendAsync(this AsyncDuplexStreamingCall<RestoreRequest, RestoreReply> call, byte[] file, RestoreSettings? settings = null)
    {
        await call.RequestStream.WriteAsync(new RestoreRequest { Header = Header(file, settings) });
        foreach (var chunk in file.Chunk(64 << 10))
            await call.RequestStream.WriteAsync(new RestoreRequest { Data = ByteString.CopyFrom(chunk) });
        await call.RequestStream.CompleteAsync();
    }

    /// <summary>Sends all but the end of the file, and leaves the call open.</summary>
    public static async Task SendHalfAsync(this AsyncDuplexStreamingCall<RestoreRequest, RestoreReply> call, byte[] file)
    {
        await call.RequestStream.WriteAsync(new RestoreRequest { Header = Header(file) });
        await call.RequestStream.WriteAsync(new RestoreRequest { Data = ByteString.CopyFrom(file.AsSpan(0, file.Length / 2)) });
    }

    /// <summary>The status with which a call ended.</summary>
    public static async Task<Status> StatusOfAsync(Task call) => (await Assert.ThrowsExactlyAsync<RpcException>(() => call)).Status;
}
