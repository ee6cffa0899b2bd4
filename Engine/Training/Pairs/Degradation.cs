using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>How a good image becomes a pair of a bad one and its target.</summary>
/// <param name="Scale">Pixels of the target along each axis for one of the input.</param>
/// <param name="Margin">Pixels of the image around a place that change it; a multiple of the scale.</param>
/// <param name="Apply">From an image to input and target.</param>
internal sealed record Degradation(int Scale, int Margin, Func<GreyImage, RandomSource, (GreyImage Input, GreyImage Target)> Apply)
{
    // About the width of a wide-field microscope's blur at Nyquist sampling.
    private const double BlurSigma = 2;

    // Shares of the image's span of intensities.
    private const double SmallestNoise = 0.005, LargestNoise = 0.03, LargestStripe = 0.1;
    private const double ShareOfHotPixels = 0.002;

    public static Degradation For(PairOptions options, Camera camera, double black, double white) => options.Simulation switch
    {
        SimulationTask.Exposure => Exposure(new ExposureReductionOptions { Fraction = options.Exposure, Thinning = Thinning.Poisson, Camera = camera }),
        SimulationTask.Halves => Halves(new ExposureReductionOptions { Fraction = 0.5, Thinning = Thinning.Binomial, Camera = camera }),
        SimulationTask.Binning => new Degradation(2, 0, (image, _) => (Downsampling.Bin(image, 2), image)),
        SimulationTask.Blur => Blur(white - black),
        _ => new Degradation(1, 0, (image, random) => (Spoil(image, random, black, white), image)),
    };

    // The target is the whole exposure at the brightness of the short one.
    private static Degradation Exposure(ExposureReductionOptions options)
    {
        var reduction = new ExposureReduction(options);
        var (offset, fraction) = (options.Camera.Offset, options.Fraction);
        return new Degradation(1, 0, (image, random) =>
            (GreyImage.From(reduction.Apply(image, random)), image.Select(sample => offset + fraction * (sample - offset))));
    }

    private static Degradation Halves(ExposureReductionOptions options)
    {
        var reduction = new ExposureReduction(options);
        return new Degradation(1, 0, (image, random) =>
        {
            var (first, second) = reduction.ApplyTwice(image, random);
            return (GreyImage.From(first), GreyImage.From(second));
        });
    }

    private static Degradation Blur(double span)
    {
        var spread = PointSpreadFunction.Gaussian(BlurSigma);
        return new Degradation(1, (int)(4 * BlurSigma), (image, random) =>
        {
            var deviation = random.Uniform(SmallestNoise, LargestNoise) * span;
            return (spread.Blur(image).Select(sample => sample + deviation * random.NextGaussian()), image);
        });
    }

    private static GreyImage Spoil(GreyImage image, RandomSource random, double black, double white)
    {
        var span = white - black;
        var jpeg = Artefacts.JpegBlocks(image, 30 + random.NextInt(60), black, white);
        var striped = Artefacts.Stripes(jpeg, random.NextDouble() * LargestStripe * span, random, alongColumns: random.NextInt(2) == 0);
        return Artefacts.HotPixels(striped, random.NextDouble() * ShareOfHotPixels, white, random);
    }
}
