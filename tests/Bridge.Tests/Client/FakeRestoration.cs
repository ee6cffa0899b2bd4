using System.Security.Cryptography;
using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace FijiBridge.Bridge.Tests.Client;

/// <summary>"Restores" by inverting every byte, and misbehaves as told.</summary>
internal sealed class FakeRestoration : Restoration.RestorationBase
{
    public const string JobId = "0123456789abcdef0123456789abcdef";

    public CheckReply CheckReply { get; init; } = new() { Accepted = true };

    /// <summary>Thrown when this many bytes have been uploaded.</summary>
    public RpcException? Fault { get; init; }

    public long FaultAfter { get; init; }

    /// <summary>Only a file of this name meets the fault; null: every file.</summary>
    public string? FaultyName { get; init; }

    /// <summary>Each call that sends a result cuts the connection after this many bytes of it.</summary>
    public int CutAfter { get; init; } = int.MaxValue;

    /// <summary>Ends the calls instead of cutting the connection.</summary>
    public bool EndInsteadOfCut { get; init; }

    public bool ForgetsJobs { get; init; }

    public string? Sha256 { get; init; }

    /// <summary>The job runs until it is cancelled.</summary>
    public bool NeverEnds { get; init; }

    public RestoreHeader? Header { get; private set; }

    public MemoryStream Received { get; private set; } = new();

    /// <summary>Completes when a job has reached its restoring stage.</summary>
    public TaskCompletionSource Running { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<ulong> WatchOffsets { get; } = [];

    public List<string> Cancelled { get; } = [];

    private byte[] Result => [.. Received.ToArray().Select(value => (byte)~value)];

    public override Task<CheckReply> Check(CheckRequest request, ServerCallContext context) => Task.FromResult(CheckReply);

    public override async Task Restore(
        IAsyncStreamReader<RestoreRequest> requestStream, IServerStreamWriter<RestoreReply> responseStream, ServerCallContext context)
    {
        (Header, Received) = (null, new MemoryStream());
        await responseStream.WriteAsync(new RestoreReply { Accepted = new Accepted { JobId = JobId } });
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            Header ??= requestStream.Current.Header;
            Received.Write(requestStream.Current.Data.Span);
            if (Fault is not null && Received.Length >= FaultAfter && (FaultyName ?? Header.FileName) == Header.FileName) throw Fault;
        }
        await SendAsync(0, responseStream, context);
    }

    public override Task Watch(WatchRequest request, IServerStreamWriter<RestoreReply> responseStream, ServerCallContext context)
    {
        WatchOffsets.Add(request.Offset);
        if (ForgetsJobs) throw new RpcException(new Status(StatusCode.NotFound, "there is no such job"));
        return SendAsync((int)request.Offset, responseStream, context);
    }

    public override Task<CancelReply> Cancel(CancelRequest request, ServerCallContext context)
    {
        Cancelled.Add(request.JobId);
        return Task.FromResult(new CancelReply { Cancelled = true });
    }

    private async Task SendAsync(int offset, IServerStreamWriter<RestoreReply> replies, ServerCallContext context)
    {
        var progress = new Progress { Stage = Stage.Restoring, TilesDone = 1, TilesTotal = 2, PlanesTotal = 1, Device = "cpu", SecondsLeft = 3 };
        await replies.WriteAsync(new RestoreReply { Progress = progress });
        Running.TrySetResult();
        if (NeverEnds) await Task.Delay(Timeout.Infinite, context.CancellationToken);
        var (result, end) = (Result, (int)Math.Min(Result.Length, (long)offset + CutAfter));
        for (int start = offset, count; start < end; start += count)
        {
            count = Math.Min(100_000, end - start);
            await replies.WriteAsync(new RestoreReply { Data = ByteString.CopyFrom(result, start, count) });
        }
        if (end == result.Length) await replies.WriteAsync(new RestoreReply { Done = Done(result) });
        else if (!EndInsteadOfCut) await CutAsync(context);
    }

    // Lets what was written leave before the connection goes.
    private static async Task CutAsync(ServerCallContext context)
    {
        await Task.Delay(50);
        context.GetHttpContext().Features.GetRequiredFeature<IConnectionLifetimeFeature>().Abort();
    }

    private Done Done(byte[] result) => new()
    {
        ResultBytes = (ulong)result.Length,
        ResultSha256 = Sha256 ?? Convert.ToHexStringLower(SHA256.HashData(result)),
        Seconds = 1.5,
        ClampedShare = 0.25,
        Result = new StackSummary { Width = 4, Height = 3, Channels = 1, Slices = 2, Frames = 5, PixelType = "uint16" },
        Warnings = { "a quarter of the pixels was clamped" },
        Provenance = new Provenance
        {
            Model = "smooth",
            ModelVersion = "1.0.0",
            ModelSha256 = "ab12",
            Parameters = { ["sigma"] = 1.5 },
            Device = new Device { Kind = "cpu", Name = "A processor", Works = true },
            ServerVersion = "9.8.7",
        },
    };
}
