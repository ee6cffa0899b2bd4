namespace FijiBridge.Engine.Normalization;

/// <summary>
/// An operation of the BioImage Model Zoo that is done before or after a network. Its statistics are those of one channel of the
/// whole stack, never of a slice or a tile, so that neither seams nor flicker between planes can arise.
/// </summary>
public abstract class NormalizationScheme
{
    /// <summary>What keeps a divisor from being zero, where a description gives nothing else.</summary>
    protected const double DefaultEpsilon = 1e-6;

    /// <summary>True when <see cref="Fit"/> looks at the distribution.</summary>
    public virtual bool NeedsStatistics => false;

    /// <summary>
    /// True when this operation after the network decides on the units of the result. Otherwise the scaling that was done
    /// before the network is undone, so that the result has the units of the input.
    /// </summary>
    public virtual bool SetsUnits => true;

    /// <summary>What this operation does to a channel.</summary>
    public abstract IntensityMap Fit(IntensityDistribution channel);

    /// <summary>
    /// <paramref name="spread"/> made safe to divide by. Epsilon may change it by a thousandth at most, so that images of tiny
    /// numbers (volts, probabilities) are scaled like all others; only a spread of exactly zero becomes epsilon.
    /// </summary>
    protected static double Divisor(double spread, double epsilon) =>
        spread == 0 ? epsilon : spread + Math.CopySign(Math.Min(epsilon, Math.Abs(spread) * 1e-3), spread);
}
