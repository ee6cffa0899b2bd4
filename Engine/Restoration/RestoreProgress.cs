using FijiBridge.Engine.Inference;

namespace FijiBridge.Engine.Restoration;

/// <summary>What a job is doing.</summary>
public enum RestoreStage
{
    /// <summary>Reading the stack once for its statistics, or for pixels that cannot be restored.</summary>
    Measuring,

    /// <summary>Tiles go through the network, planes into the result.</summary>
    Restoring,
}

/// <summary>How far a job is.</summary>
public sealed record RestoreProgress
{
    public required RestoreStage Stage { get; init; }

    /// <summary>Tiles of the whole stack that have come back from the device; 0 while measuring.</summary>
    public long TilesDone { get; init; }

    /// <summary>0 while measuring.</summary>
    public long TilesTotal { get; init; }

    /// <summary>Planes measured, or planes written, according to the stage.</summary>
    public required long PlanesDone { get; init; }

    public required long PlanesTotal { get; init; }

    /// <summary>Where the network runs.</summary>
    public required DeviceReport Device { get; init; }

    /// <summary>Time that is left; null while it cannot be told.</summary>
    public TimeSpan? Left { get; init; }

    /// <summary>Size of the whole result; null while measuring, and when it is compressed.</summary>
    public long? ResultBytes { get; init; }
}
