using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>
/// The straight line of a camera: variance = <see cref="Gain"/> * mean + <see cref="Intercept"/>, in counts (Janesick 2007).
/// The intercept is (gain * read noise)^2 - gain * offset; so the read noise follows once the offset is known.
/// </summary>
/// <param name="Gain">Counts for one photo-electron: the slope.</param>
/// <param name="Intercept">The variance at 0 counts, in counts squared; usually negative because of the offset.</param>
/// <param name="Darkest">The 0.5 % quantile of the local means: not below the camera's offset, and near it where the background is dark.</param>
public sealed record PhotonTransfer(double Gain, double Intercept, double Darkest)
{
    /// <summary>Where the line meets zero variance: the offset of a camera without read noise that has the same noise.</summary>
    public double ZeroVarianceLevel => -Intercept / Gain;

    /// <summary>The line of two recordings of the same resting scene, whatever its structure: half the variance of their difference.</summary>
    /// <exception cref="ArgumentException">Too few pixels, or no noise that grows with brightness.</exception>
    public static PhotonTransfer FromPairs(IEnumerable<(GreyImage First, GreyImage Second)> pairs) =>
        new PhotonTransferFit(pairs.SelectMany(pair => NoiseSamples.OfPair(pair.First, pair.Second))).Fit();

    /// <summary>The line of the images themselves: their finest detail is noise, but for rare outliers, which are cut.</summary>
    /// <exception cref="ArgumentException">Too few pixels, or no noise that grows with brightness.</exception>
    public static PhotonTransfer FromImages(IEnumerable<GreyImage> images) =>
        new PhotonTransferFit(images.SelectMany(NoiseSamples.OfImage)).Fit();

    /// <summary>Standard deviation of the read noise in photo-electrons, for a known offset in counts; 0 if the line leaves none.</summary>
    public double ReadNoise(double offset) => Math.Sqrt(Math.Max(0, Intercept + Gain * offset)) / Gain;

    /// <summary>
    /// A camera on this line. Without a known offset it gets the <see cref="ZeroVarianceLevel"/> and no read noise: from images alone the two
    /// cannot be told apart, and their noise is the same.
    /// </summary>
    public Camera ToCamera(int bitDepth, double? offset = null) => new()
    {
        Gain = Gain,
        Offset = offset ?? ZeroVarianceLevel,
        ReadNoise = offset is { } known ? ReadNoise(known) : 0,
        BitDepth = bitDepth,
    };
}
