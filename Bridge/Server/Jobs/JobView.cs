using FijiBridge.Engine.Restoration;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>What is known about a job at one instant.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="BytesReceived">Bytes of the stack that have arrived.</param>
/// <param name="JobsAhead">Jobs that run or wait before this one.</param>
/// <param name="Progress">What the engine said last; null before it began.</param>
/// <param name="Result">Set when it is done.</param>
/// <param name="Failure">Set when it failed or was cancelled.</param>
internal readonly record struct JobView(
    JobState State, long BytesReceived, int JobsAhead, RestoreProgress? Progress, JobResult? Result, RpcException? Failure)
{
    public bool HasEnded => State >= JobState.Done;

    /// <summary>Size of the whole result, 0 while not known.</summary>
    public long ResultBytes => Result?.Bytes ?? Progress?.ResultBytes ?? 0;
}

/// <summary>The end of a job that is done.</summary>
/// <param name="Outcome">What the engine reports.</param>
/// <param name="Bytes">Size of the result.</param>
/// <param name="Sha256">Of the result, lower-case hexadecimal.</param>
internal sealed record JobResult(RestoreOutcome Outcome, long Bytes, string Sha256);
