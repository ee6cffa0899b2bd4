using FijiBridge.Bridge.Server;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Tests.Server;

/// <summary>Restorations that show how the server treats slow, huge and failing ones.</summary>
internal static class FakeRestorations
{
    /// <summary>Writes the planes as they are.</summary>
    public static RestoreStack Copy { get; } = async (job, input, output, progress, cancellation) =>
    {
        await Task.Yield();
        using var writer = TiffPlaneWriter.Create(output, input.Shape, input.PixelType, input.Metadata, TestStacks.Options);
        foreach (var index in input.Shape.Planes())
        {
            cancellation.ThrowIfCancellationRequested();
            writer.WritePlane(input.ReadPlane(index));
        }
        writer.Complete();
        return Outcome(job);
    };

    /// <summary>Writes the planes as they are, and waits for the gate after the first.</summary>
    public static RestoreStack PausedCopy(SemaphoreSlim gate, Action firstWritten) => async (job, input, output, progress, cancellation) =>
    {
        using var writer = TiffPlaneWriter.Create(output, input.Shape, input.PixelType, input.Metadata, TestStacks.Options);
        progress?.Report(Progress(0, 2));
        foreach (var index in input.Shape.Planes())
        {
            writer.WritePlane(input.ReadPlane(index));
            if (index != default) continue;
            firstWritten();
            await gate.WaitAsync(cancellation);
        }
        writer.Complete();
        return Outcome(job);
    };

    /// <summary>Writes <paramref name="first"/>, waits for the gate, then writes <paramref name="last"/>.</summary>
    public static RestoreStack Gated(SemaphoreSlim gate, byte[] first, byte[] last) => async (job, input, output, progress, cancellation) =>
    {
        progress?.Report(Progress(1, 2));
        output.Write(first);
        await gate.WaitAsync(cancellation);
        output.Write(last);
        return Outcome(job);
    };

    /// <summary>Writes a result of any size without a pause.</summary>
    public static RestoreStack Huge(long bytes) => (job, input, output, progress, cancellation) => Task.Run(
        () =>
        {
            var block = new byte[1 << 20];
            for (long written = 0; written < bytes; written += block.Length)
            {
                cancellation.ThrowIfCancellationRequested();
                output.Write(block);
            }
            return Outcome(job);
        },
        cancellation);

    public static RestoreStack Failing(Exception failure) => (_, _, _, _, _) => Task.FromException<RestoreOutcome>(failure);

    public static RestoreProgress Progress(int done, int total) => new()
    {
        Stage = RestoreStage.Restoring,
        TilesDone = done,
        TilesTotal = total,
        PlanesDone = done,
        PlanesTotal = total,
        Device = FakeEngine.Cpu,
    };

    private static RestoreOutcome Outcome(RestoreJob job) => new()
    {
        Model = job.Model,
        Parameters = job.Parameters,
        Shape = new StackShape(1, 1),
        PixelType = PixelType.UInt8,
        Device = FakeEngine.Cpu,
        Warnings = ["made up by a test"],
        ClampedShare = 0.25,
        Elapsed = TimeSpan.FromSeconds(1),
    };
}
