using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Restoration;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server;

/// <summary>What is known about a job, in the words of the wire.</summary>
internal static class Replies
{
    public static RestoreReply Accepted(Job job, long resultBytes) => new()
    {
        Accepted = new Accepted { JobId = job.Id, ResultBytes = (ulong)resultBytes, Run = (uint)job.Run },
    };

    public static RestoreReply Progress(JobView view) => new()
    {
        Progress = new Progress
        {
            Stage = StageOf(view.State),
            BytesReceived = (ulong)view.BytesReceived,
            QueuePosition = (uint)view.Place.Ahead,
            TilesDone = (ulong)(view.Progress?.TilesDone ?? 0),
            TilesTotal = (ulong)(view.Progress?.TilesTotal ?? 0),
            PlanesDone = (ulong)(view.Progress?.PlanesDone ?? 0),
            PlanesTotal = (ulong)(view.Progress?.PlanesTotal ?? 0),
            Device = view.Progress is { } progress ? $"{progress.Device.Kind.Id()} {progress.Device.Name}" : "",
            SecondsLeft = view.Progress?.Left?.TotalSeconds ?? -1,
            SecondsUntilStart = view.State == JobState.Queued ? view.Place.StartsIn.TotalSeconds : 0,
        },
    };

    /// <summary>The last message of a job that is done.</summary>
    /// <param name="outcome">What the engine reports.</param>
    /// <param name="bytes">Size of the result.</param>
    /// <param name="sha256">Of the result, lower-case hexadecimal.</param>
    public static Done DoneOf(RestoreOutcome outcome, long bytes, string sha256) => new()
    {
        ResultBytes = (ulong)bytes,
        ResultSha256 = sha256,
        Provenance = Provenance(outcome),
        Warnings = { outcome.Warnings },
        ClampedShare = outcome.ClampedShare,
        Seconds = outcome.Elapsed.TotalSeconds,
        Result = Summary(outcome, bytes),
    };

    private static StackSummary Summary(RestoreOutcome outcome, long bytes)
    {
        var shape = outcome.Shape;
        return new StackSummary
        {
            FileBytes = (ulong)bytes,
            Width = (uint)shape.Width,
            Height = (uint)shape.Height,
            Channels = (uint)shape.Channels,
            Slices = (uint)shape.Slices,
            Frames = (uint)shape.Frames,
            PixelType = PixelTypeNames.NameOf(outcome.PixelType),
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
