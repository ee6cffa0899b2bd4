using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>Pixels twice as wide and high as they should be, and noise.</summary>
internal sealed record BinningLesson : SpoilingLesson
{
    public override int Scale => 2;

    public override string Sentence => "Restores images with twice as many pixels along x and y from images that were recorded with 2 x 2 binning, or with pixels too large by as much, and removes their noise.";

    public override string Tag => "super-resolution";

    internal override (GreyImage Noisy, GreyImage Noiseless, GreyImage Target) Record(GreyImage signal, SyntheticNoise noise, RandomSource random)
    {
        var (noisy, binned) = noise.Record(Downsampling.Bin(signal, Scale), random);
        return (noisy, binned, noise.Expect(signal));
    }
}
