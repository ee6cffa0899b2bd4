namespace FijiBridge.Engine.Normalization;

/// <summary>
/// <see cref="ChannelNoise"/> in the units in which a network sees the image: variance = <see cref="Variance"/> + <see cref="Growth"/> * scaled
/// signal. With zero_mean_unit_variance, <see cref="Variance"/> is the noise's share of the variance of the image.
/// </summary>
public sealed record ScaledNoise(double Variance, double Growth, double Correlation)
{
    /// <summary>For an image scaled to (x - <paramref name="mean"/>) / <paramref name="deviation"/>.</summary>
    public static ScaledNoise Of(ChannelNoise noise, double mean, double deviation) =>
        new((noise.Gain * mean + noise.Intercept) / (deviation * deviation), noise.Gain / deviation, noise.Correlation);

    /// <summary>One of the three.</summary>
    public double Figure(NoiseFigure figure) => figure switch
    {
        NoiseFigure.Variance => Variance,
        NoiseFigure.Growth => Growth,
        _ => Correlation,
    };
}

/// <summary>The figures of noise that a model may ask for.</summary>
public enum NoiseFigure
{
    /// <summary>The word for it in a description: noise_variance.</summary>
    Variance,

    /// <summary>noise_growth.</summary>
    Growth,

    /// <summary>noise_correlation.</summary>
    Correlation,
}
