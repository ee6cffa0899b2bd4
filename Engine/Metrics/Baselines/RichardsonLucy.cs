using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Metrics.Baselines;

/// <summary>
/// Deconvolution for photon noise (Richardson 1972, Lucy 1974): the estimate is multiplied again and again by the blurred-back quotient of
/// image and blurred estimate. It starts from the mean and stays positive.
/// </summary>
public static class RichardsonLucy
{
    private const double Smallest = 1e-12;

    /// <param name="image">Photons or counts above the offset; negative samples count as 0.</param>
    /// <param name="psf">The point spread function.</param>
    /// <param name="iterations">More are sharper and noisier.</param>
    public static GreyImage Apply(GreyImage image, PointSpreadFunction psf, int iterations = 20)
    {
        var positive = image.Select(sample => Math.Max(sample, 0));
        var mean = positive.Samples.Average();
        var estimate = positive.Select(_ => mean);
        for (var i = 0; i < iterations; i++)
        {
            var quotient = psf.Blur(estimate);
            for (var k = 0; k < quotient.Samples.Length; k++) quotient.Samples[k] = positive.Samples[k] / Math.Max(quotient.Samples[k], Smallest);
            var correction = psf.BlurBackwards(quotient);
            for (var k = 0; k < quotient.Samples.Length; k++) estimate.Samples[k] *= correction.Samples[k];
        }
        return estimate;
    }
}
