using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>A fault other than noise is made good: clean images are spoilt, then recorded with noise.</summary>
internal abstract record SpoilingLesson : Lesson
{
    // Levels of noise at which it is judged. Unit: dB below the signal's range.
    private static readonly double[] Levels = [20, 26, 34];

    internal override Func<long, LearningSquare> Squares(RecipeImages images, long seed)
    {
        var clean = new CleanSignals(images.Clean);
        return number =>
        {
            var random = new RandomSource(seed, number);
            var signal = clean.Draw(random);
            var (noisy, noiseless, target) = Record(signal, SyntheticNoise.Draw(random, signal.Samples.Average()), random);
            var offset = OffsetOf(noisy);
            return LearningSquare.Of([offset.Undo(noisy)], offset.Undo(noiseless), target, double.NegativeInfinity, random);
        };
    }

    internal override IEnumerable<JudgedImage> Quick(RecipeImages validation) => Judged(validation, 10, 256);

    internal override IEnumerable<JudgedImage> Thorough(RecipeImages validation) => Judged(validation, 3, 512);

    /// <summary>Spoils and records a signal of 0 to 1.</summary>
    /// <returns>The recording; the mean of many, spoilt alike; and the mean of many that are not spoilt.</returns>
    internal abstract (GreyImage Noisy, GreyImage Noiseless, GreyImage Target) Record(GreyImage signal, SyntheticNoise noise, RandomSource random);

    // Every so many of the truths, each at every level.
    private IEnumerable<JudgedImage> Judged(RecipeImages validation, int every, int side)
    {
        var number = 0;
        foreach (var pair in validation.Pairs.Where((_, i) => i % every == 0))
        foreach (var level in Levels)
        {
            var signal = Signal(pair.Clean, side);
            var noise = SyntheticNoise.OfLevel(level, share: 0.5, signal.Samples.Average()) with { Gain = 255 };
            var (noisy, _, target) = Record(signal, noise, new RandomSource(5, number++));
            yield return new JudgedImage($"{pair.Source}, spoilt, noise {level} dB below its range", [noisy], target, Affine: false)
            {
                NoiseOnly = noise.Record(signal, new RandomSource(6, number)).Noisy,
            };
        }
    }
}
