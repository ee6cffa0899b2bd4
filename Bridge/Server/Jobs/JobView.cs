using FijiBridge.Engine.Restoration;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>What is known about a job at one instant.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="BytesReceived">Bytes of the stack that have arrived.</param>
/// <param name="Place">Where in the queue it stands.</param>
/// <param name="Progress">What the engine said last; null before it began.</param>
/// <param name="Done">Set when it is done.</param>
/// <param name="Failure">Set when it failed or was cancelled.</param>
internal readonly record struct JobView(
    JobState State, long BytesReceived, QueuePlace Place, RestoreProgress? Progress, Done? Done, RpcException? Failure)
{
    public bool HasEnded => State >= JobState.Done;

    /// <summary>Size of the whole result, 0 while not known.</summary>
    public long ResultBytes => (long?)Done?.ResultBytes ?? Progress?.ResultBytes ?? 0;

    /// <summary>What a record tells. A result of an earlier server is looked at before it counts as done.</summary>
    public static JobView Of(JobRecord record, long bytesReceived) => new()
    {
        State = record.Phase switch
        {
            JobPhase.Receiving => JobState.Receiving,
            JobPhase.Failed => JobState.Failed,
            _ => JobState.Queued,
        },
        BytesReceived = record.Phase == JobPhase.Receiving ? bytesReceived : record.InputBytes,
        Failure = record.Failure,
    };
}
