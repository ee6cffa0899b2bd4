using FijiBridge.Engine.Simulation;

namespace FijiBridge.Bridge.Commands.Simulating;

/// <summary>What <c>fijibridge simulate</c> was asked to do. Everything is done in the order of these members.</summary>
internal sealed record SimulateOptions
{
    public required string Input { get; init; }

    public required string Output { get; init; }

    /// <summary>Standard deviation of a Gaussian blur in pixels of the input; 0: none.</summary>
    public double Blur { get; init; }

    /// <summary>Pixels of the input along each side that become one; 1: none.</summary>
    public int Downsample { get; init; } = 1;

    /// <summary>The share of the exposure that is left, above 0 and at most 1; null: no noise is made.</summary>
    public double? Exposure { get; init; }

    public Thinning Thinning { get; init; }

    /// <summary>Counts for one photo-electron; null: estimated from the input.</summary>
    public double? Gain { get; init; }

    /// <summary>Read noise in photo-electrons; null: estimated from the input.</summary>
    public double? ReadNoise { get; init; }

    /// <summary>Counts in the dark; null: estimated from the input.</summary>
    public double? Offset { get; init; }

    /// <summary>Standard deviation of the rows' shifts, as a share of the plane's span; null: no stripes.</summary>
    public double? Stripes { get; init; }

    /// <summary>Share of the pixels that are hot; null: none.</summary>
    public double? HotPixels { get; init; }

    /// <summary>Quality from 1 to 100 of the JPEG blocks; null: none.</summary>
    public int? Jpeg { get; init; }

    public long Seed { get; init; } = 1;

    /// <summary>Two independent recordings instead of one, for Noise2Noise.</summary>
    public bool NoisyPair { get; init; }

    public bool Overwrite { get; init; }

    public bool Json { get; init; }

    /// <summary>The files that are written: the output, or two with -1 and -2 before the ending.</summary>
    public IReadOnlyList<string> Outputs => NoisyPair ? [Numbered(1), Numbered(2)] : [Output];

    private string Numbered(int number)
    {
        string[] endings = [".ome.tiff", ".ome.tif", ".tiff", ".tif"];
        var ending = endings.FirstOrDefault(e => Output.EndsWith(e, StringComparison.OrdinalIgnoreCase)) ?? "";
        return $"{Output[..^ending.Length]}-{number}{Output[^ending.Length..]}";
    }
}
