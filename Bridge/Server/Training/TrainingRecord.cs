using FijiBridge.Bridge.Server.Access;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>What of a training outlives the server.</summary>
internal sealed record TrainingRecord
{
    /// <summary>128 random bits in hexadecimal.</summary>
    public required string Id { get; init; }

    public required Identity Owner { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required TrainingSettings Settings { get; init; }

    public TrainingPhase Phase { get; init; }

    /// <summary>The uploaded files, once all are here.</summary>
    public IReadOnlyList<StoredFile> Files { get; init; } = [];

    /// <summary>How often a server began with it and did not come beyond <see cref="TriedFrom"/>.</summary>
    public int Tries { get; init; }

    /// <summary>The step of the last validation when it was begun last; -1 before.</summary>
    public long TriedFrom { get; init; } = -1;

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Set when it is done.</summary>
    public TrainingDone? Done { get; init; }

    /// <summary>Set when it failed or was cancelled.</summary>
    public RpcException? Failure { get; init; }
}

/// <summary>A file of a training as it lies in the spool.</summary>
/// <param name="Told">What its sender says that it is.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Crc">Its CRC-32C.</param>
internal sealed record StoredFile(TrainingFile Told, long Bytes, uint Crc);

/// <summary>How far a training has come, as far as the next server must know.</summary>
internal enum TrainingPhase
{
    /// <summary>Files are being uploaded. Nothing of it is written down yet.</summary>
    Receiving,

    /// <summary>The files are here, and it will be trained whatever happens.</summary>
    Accepted,

    Done,

    Failed,

    /// <summary>It can be resumed as long as its files are kept.</summary>
    Cancelled,
}
