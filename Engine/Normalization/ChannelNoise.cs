namespace FijiBridge.Engine.Normalization;

/// <summary>
/// The noise of one channel of a stack: variance = <see cref="Gain"/> * signal + <see cref="Intercept"/>, the law of photons and electronics
/// (Foi et al. 2008), in the units of the image.
/// </summary>
/// <param name="Gain">Growth of the variance with the signal; 0 or more.</param>
/// <param name="Intercept">The variance at signal 0; negative where the camera has an offset.</param>
/// <param name="Correlation">
/// The share of the noise that neighbouring pixels have in common, so that their difference does not show it: 0 for white noise, up to 1.
/// </param>
public sealed record ChannelNoise(double Gain, double Intercept, double Correlation)
{
    /// <summary>Of an image whose noise cannot be seen.</summary>
    public static ChannelNoise None { get; } = new(0, 0, 0);

    /// <summary>The variance of pixels of that brightness.</summary>
    public double VarianceAt(double signal) => Math.Max(0, Gain * signal + Intercept);
}
