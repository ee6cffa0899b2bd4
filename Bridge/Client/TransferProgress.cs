using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Client;

/// <summary>How far a job is, seen from the client.</summary>
public sealed record TransferProgress
{
    /// <summary>What the server said last; stage <see cref="Stage.Receiving"/> while the file is on its way up.</summary>
    public Progress Job { get; init; } = new() { Stage = Stage.Receiving, SecondsLeft = -1 };

    /// <summary>Bytes of the input handed to the network, and all of them.</summary>
    public long BytesSent { get; init; }

    public long BytesToSend { get; init; }

    /// <summary>Bytes of the result that have arrived.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Size of the result in bytes, null while the server does not know it.</summary>
    public long? ResultBytes { get; init; }

    /// <summary>Something to tell the user now: a notice of the server, a lost connection.</summary>
    public string? Notice { get; init; }

    /// <summary>The notice is about the server and would be the same for the next stack.</summary>
    public bool IsStanding { get; init; }
}
