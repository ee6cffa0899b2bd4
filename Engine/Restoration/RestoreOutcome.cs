using FijiBridge.Engine.Images;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Models;

namespace FijiBridge.Engine.Restoration;

/// <summary>How a result was made, and what its owner must know.</summary>
public sealed record RestoreOutcome
{
    public required InstalledModel Model { get; init; }

    public required IReadOnlyDictionary<string, double> Parameters { get; init; }

    /// <summary>Size of the result.</summary>
    public required StackShape Shape { get; init; }

    /// <summary>Type of the result's pixels.</summary>
    public required PixelType PixelType { get; init; }

    /// <summary>Where the network really ran.</summary>
    public required DeviceReport Device { get; init; }

    /// <summary>
    /// One sentence each: clamped pixels, better devices that were not used, smaller batches, what the file's reader left out.
    /// </summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Share of the samples that lay outside the range of the result's type, 0 to 1.</summary>
    public required double ClampedShare { get; init; }

    public required TimeSpan Elapsed { get; init; }
}
