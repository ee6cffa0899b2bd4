using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>Blur of an unknown width, as out of focus or beyond the resolution, and noise.</summary>
internal sealed record BlurLesson : SpoilingLesson
{
    /// <summary>Standard deviation of the Gaussian blur. Unit: pixels.</summary>
    internal const double Narrowest = 0.8, Widest = 3.2;

    public override string Sentence => "Sharpens images that were blurred by 1 to 3 pixels (standard deviation of a Gaussian; it need not be known) and removes their noise.";

    public override string Tag => "deblurring";

    internal override (GreyImage Noisy, GreyImage Noiseless, GreyImage Target) Record(GreyImage signal, SyntheticNoise noise, RandomSource random)
    {
        var (noisy, blurred) = noise.Record(GaussianFilter.Apply(signal, random.Uniform(Narrowest, Widest)), random);
        return (noisy, blurred, noise.Expect(signal));
    }
}
