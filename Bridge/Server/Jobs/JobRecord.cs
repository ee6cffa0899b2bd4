using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>What of a job outlives the server.</summary>
internal sealed record JobRecord
{
    public required JobTicket Ticket { get; init; }

    public required JobPhase Phase { get; init; }

    /// <summary>Size of the upload, once it is whole.</summary>
    public long InputBytes { get; init; }

    /// <summary>CRC-32C of the upload, once it is whole.</summary>
    public uint InputCrc { get; init; }

    /// <summary>How often a server began to make the result.</summary>
    public int Runs { get; init; }

    /// <summary>What its client is told at the end; set when it is done.</summary>
    public Done? Done { get; init; }

    /// <summary>What its client is told; set when it failed.</summary>
    public RpcException? Failure { get; init; }
}

/// <summary>How far a job has come, as far as the next server must know.</summary>
internal enum JobPhase
{
    /// <summary>The stack is being uploaded, or its upload broke off.</summary>
    Receiving,

    /// <summary>The stack is here, and will be restored whatever happens.</summary>
    Accepted,

    /// <summary>The result is here.</summary>
    Done,

    Failed,
}
