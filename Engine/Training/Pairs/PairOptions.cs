using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>How pairs are prepared.</summary>
public sealed record PairOptions
{
    /// <summary>Neighbouring frames that are given to the network: 1, 3 or 5; the middle one is the pair's own. Default 1.</summary>
    public int Frames { get; init; } = 1;

    /// <summary>The slices of each channel and frame make one volume. Default false: each plane stands for itself.</summary>
    public bool Volumes { get; init; }

    /// <summary>Pixels of the clean image along each axis for one of the noisy image: 1, 2 or 4. Default 1.</summary>
    public int Scale { get; init; } = 1;

    /// <summary>Both images are noisy and independent (Lehtinen and others 2018): neither is matched or moved. Default false.</summary>
    public bool Noise2Noise { get; init; }

    /// <summary>
    /// The clean image is brought to the noisy one's intensities by the least-squares line; turn it off when both were taken with the same
    /// settings and their scale must be kept. Default true.
    /// </summary>
    public bool MatchIntensities { get; init; } = true;

    /// <summary>The clean image is moved onto the noisy one when it is shifted. Default true.</summary>
    public bool Register { get; init; } = true;

    /// <summary>A plane shifted by more is left out. Default 4. Unit: pixels of the noisy image.</summary>
    public double LongestShift { get; init; } = 4;

    /// <summary>
    /// Pixels of the clean image that were cut off at the limits of the camera or the file do not count. Turn it off for images whose
    /// background really is one value. Default true.
    /// </summary>
    public bool MaskClipped { get; init; } = true;

    /// <summary>How inputs are made from single images (<see cref="FilePair.IsSingle"/>). Default: shorter exposures.</summary>
    public SimulationTask Simulation { get; init; } = SimulationTask.Exposure;

    /// <summary>The share of the exposure that simulated short exposures have left: above 0, at most 1. Default 0.1.</summary>
    public double Exposure { get; init; } = 0.1;

    /// <summary>
    /// Pixels that are kept in memory, of all pairs together; of longer stacks every second, third, ... plane is taken. Default 2^27, which
    /// are 1 GiB with their targets.
    /// </summary>
    public long MostPixels { get; init; } = 1L << 27;

    /// <summary>What the network is given beside the frames; null: nothing. Default null.</summary>
    public InputMaps? Maps { get; init; }

    /// <summary>For what is simulated.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>What the model does to intensities before its network; the statistics are those of the whole noisy stack and channel, as in restoration.</summary>
    public IntensityProcessing Processing { get; init; } = IntensityProcessing.None;
}
