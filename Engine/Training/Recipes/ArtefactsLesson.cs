using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>
/// Faults of detectors and scanners, and noise: lines of unequal brightness, hot and dead pixels, every second line shifted. Each is in some of the
/// images, of any strength.
/// </summary>
internal sealed record ArtefactsLesson : SpoilingLesson
{
    private const double Common = 0.6;

    // Deviation of the lines' brightness as a share of the signal's range; share of hot and of dead pixels; shift of every second line in pixels.
    private const double FaintestStripe = 0.004, StrongestStripe = 0.12, MostHotPixels = 0.004, MostDeadPixels = 0.001, WidestShift = 3;

    public override string Sentence => "Removes stripes, hot and dead pixels and the offset of every second line of a scan, and the noise with them.";

    public override string Tag => "artefact-removal";

    public override bool RemovesArtefacts => true;

    // The faults change the means, and must not come back with them.
    public override bool KeepsMeans => false;

    internal override (GreyImage Noisy, GreyImage Noiseless, GreyImage Target) Record(GreyImage signal, SyntheticNoise noise, RandomSource random)
    {
        var scanned = random.NextDouble() < 1 - Common ? Artefacts.LineOffset(signal, random.Uniform(-WidestShift, WidestShift)) : signal;
        // Lines and pixels are those of the detector: no shot noise, but the same rounding as everything.
        var (recorded, shifted) = (noise with { White = 0 }).Record(scanned, random);
        if (random.NextDouble() < Common)
        {
            var deviation = noise.Gain * random.LogUniform(FaintestStripe, StrongestStripe);
            recorded = Artefacts.Stripes(recorded, deviation, random, alongColumns: random.NextDouble() < 0.4);
        }
        if (random.NextDouble() < Common)
        {
            recorded = Artefacts.HotPixels(recorded, random.NextDouble() * MostHotPixels, noise.Offset + noise.Gain * random.Uniform(0.5, 2.5), random);
            recorded = Artefacts.HotPixels(recorded, random.NextDouble() * MostDeadPixels, noise.Offset, random);
        }
        return (noise.Digitise(recorded), shifted, noise.Expect(signal));
    }
}
