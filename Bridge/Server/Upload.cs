using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Bridge.Server.Metering;
using FijiBridge.Engine;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Server;

/// <summary>The requests of one Restore call: a header, then the bytes of the stack. It never waits for the client to read anything.</summary>
internal sealed class Upload(IAsyncStreamReader<RestoreRequest> requests, ServerLimits limits, ServerMeters meters, CancellationToken connection)
{
    /// <exception cref="EngineFailure">The first message is not a header.</exception>
    public async Task<RestoreHeader> ReadHeaderAsync()
    {
        using var reader = new PatientReader<RestoreRequest>(requests, limits.UploadStallTime, connection);
        if (await reader.NextAsync().ConfigureAwait(false) && reader.Current.PartCase == RestoreRequest.PartOneofCase.Header)
            return reader.Current.Header;
        throw new EngineFailure(FailureKind.BadRequest, "The first message of Restore must be a header.");
    }

    /// <summary>Spools all that comes. Ends early when the job ends, the client stalls, or another connection takes over.</summary>
    /// <param name="job">Whose stack it is.</param>
    /// <param name="offset">The place in the stack of the first byte that comes; at most what is here already.</param>
    /// <param name="takenOver">Another connection goes on with the upload.</param>
    public async Task ReceiveAsync(Job job, long offset, CancellationToken takenOver)
    {
        using var reader = new PatientReader<RestoreRequest>(requests, limits.UploadStallTime, connection, job.Ending, takenOver);
        while (await reader.NextAsync().ConfigureAwait(false)) offset += Append(job, reader.Current, offset);
        CheckComplete(job);
    }

    /// <summary>Reads what comes and drops it: the stack is here already, and a half-duplex client sends all before it reads.</summary>
    public async Task SkipAsync(Job job)
    {
        using var reader = new PatientReader<RestoreRequest>(requests, limits.UploadStallTime, connection, job.Ending);
        while (await reader.NextAsync().ConfigureAwait(false))
        {
        }
    }

    private int Append(Job job, RestoreRequest request, long offset)
    {
        if (request.PartCase != RestoreRequest.PartOneofCase.Data)
            throw new EngineFailure(FailureKind.BadRequest, "After the header, every message of Restore must carry bytes of the stack.");
        var received = offset + request.Data.Length;
        if (received > limits.MaxUploadBytes)
            throw new EngineFailure(FailureKind.LimitExceeded, $"The file is larger than the {limits.MaxUploadBytes} bytes that this server takes.");
        if (job.Ticket.FileBytes is > 0 and var announced && received > announced)
            throw new EngineFailure(FailureKind.BadRequest, $"More bytes arrived than the {announced} that were announced.");
        var known = (int)Math.Min(job.Stack.Length - offset, request.Data.Length);
        job.Stack.Append(request.Data.Span[known..]);
        job.Received();
        meters.Received(request.Data.Length);
        return request.Data.Length;
    }

    private static void CheckComplete(Job job)
    {
        var received = job.Stack.Length;
        if (received == 0) throw new EngineFailure(FailureKind.BadInput, "The file is empty.");
        if (job.Ticket.FileBytes is > 0 and var announced && received < announced)
            throw new EngineFailure(FailureKind.BadInput, $"The upload is not complete: {received} of {announced} bytes arrived.");
    }
}
