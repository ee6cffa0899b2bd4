namespace FijiBridge.Engine.Training;

/// <summary>
/// Noise of a camera: variance = gain * (value - offset) + read noise². Poisson noise of the photons and Gaussian noise of
/// the electronics (Foi et al. 2008).
/// </summary>
/// <param name="Gain">Units of the image for each photoelectron; above 0.</param>
/// <param name="Offset">The value of a pixel that saw no light.</param>
/// <param name="ReadNoise">Standard deviation in the dark, in units of the image; 0 or more.</param>
public sealed record NoiseModel(double Gain, double Offset, double ReadNoise)
{
    /// <summary>The model for images scaled to (value - <paramref name="mean"/>) / <paramref name="deviation"/>.</summary>
    public NoiseModel Scaled(double mean, double deviation) => new(Gain / deviation, (Offset - mean) / deviation, ReadNoise / deviation);
}
