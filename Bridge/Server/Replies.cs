using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Restoration;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server;

/// <summary>What is known about a job, in the words of the wire.</summary>
internal static class Replies
{
    public static RestoreReply Accepted(string jobId, long resultBytes) => new()
    {
        Accepted = new Accepted { JobId = jobId, ResultBytes = (ulong)resultBytes },
    };

    public static RestoreReply Progress(JobView view) => new()
    {
        Progress = new Progress
        {
            Stage = StageOf(view.State),
            BytesReceived = (ulong)view.BytesReceived,
            QueuePosition = (uint)view.JobsAhead,
            TilesDone = (ulong)(view.Progress?.TilesDone ?? 0),
            TilesTotal = (ulong)(view.Progress?.TilesTotal ?? 0),
            PlanesDone = (ulong)(view.Progress?.PlanesDone ?? 0),
            PlanesTotal = (ulong)(view.Progress?.PlanesTotal ?? 0),
            Device = view.Progress is { } progress ? $"{progress.Device.Kind.Id()} {progress.Device.Name}" : "",
            SecondsLeft = view.Progress?.Left?.TotalSeconds ?? -1,
        },
    };

    public static RestoreReply Done(JobResult result) => new()
    {
        Done = new Done
        {
            ResultBytes = (ulong)result.Bytes,
            ResultSha256 = result.Sha256,
            Provenance = Provenance(result.Outcome),
            Warnings = { result.Outcome.Warnings },
            ClampedShare = result.Outcome.ClampedShare,
            Seconds = result.Outcome.Elapsed.TotalSeconds,
            Result = Summary(result),
        },
    };

    private static StackSummary Summary(JobResult result)
    {
        var shape = result.Outcome.Shape;
        return new StackSummary
        {
            FileBytes = (ulong)result.Bytes,
            Width = (uint)shape.Width,
            Height = (uint)shape.Height,
            Channels = (uint)shape.Channels,
            Slices = (uint)shape.Slices,
            Frames = (uint)shape.Frames,
            PixelType = PixelTypeNames.NameOf(result.Outcome.PixelType),
        };
    }

    private static Provenance Provenance(RestoreOutcome outcome) => new()
    {
        Model = outcome.Model.Name,
        ModelVersion = outcome.Model.Card.Version,
        ModelSha256 = outcome.Model.Sha256,
        Parameters = { outcome.Parameters.ToDictionary() },
        Device = DeviceMessages.ToWire(outcome.Device, inUse: true),
        ServerVersion = ServerDescription.Version,
    };

    private static Stage StageOf(JobState state) => state switch
    {
        JobState.Receiving => Stage.Receiving,
        JobState.Queued => Stage.Queued,
        JobState.Measuring => Stage.Measuring,
        JobState.Restoring => Stage.Restoring,
        JobState.Done => Stage.Sending,
        _ => Stage.Unspecified,
    };
}
