namespace FijiBridge.Engine.Models;

/// <summary>How large a model from outside may be.</summary>
public sealed record ModelLimits
{
    /// <summary>Default 1 GiB. Unit: bytes, of all files after unpacking. More is refused before it fills the disk.</summary>
    public long MaxBytes { get; init; } = 1L << 30;

    /// <summary>Default 200. Files of one model.</summary>
    public int MaxFiles { get; init; } = 200;
}
