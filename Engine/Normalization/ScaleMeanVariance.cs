namespace FijiBridge.Engine.Normalization;

/// <summary>
/// scale_mean_variance, after the network: gives the result the mean and deviation of the input. That would need the whole result
/// before its first plane could leave, and would stretch a denoised image to the deviation of the noisy one. What its
/// authors are after is the intensity of the input, and undoing the scaling of the input gives exactly that; so this
/// operation leaves the values alone and leaves the units to the undoing.
/// </summary>
public sealed class ScaleMeanVariance : NormalizationScheme
{
    public override bool SetsUnits => false;

    public override IntensityMap Fit(IntensityDistribution channel) => AffineMap.Identity;
}
