using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>
/// Noise of any origin is taken away. Half of what it learns from are recordings of the same field with little and with much light, half are clean images
/// under made-up noise; so are the images that judge it.
/// </summary>
/// <param name="NoisyTargets">Whether it learns from two noisy recordings of the same, and never sees a clean image (Noise2Noise).</param>
internal sealed record NoiseLesson(bool NoisyTargets = false) : Lesson
{
    // Of the recordings, so that a validation takes seconds.
    private const int Every = 5;

    private static readonly (double Decibels, double Photons, double Correlation)[] Noises =
        [(12, 0.5, 0), (20, 1, 0), (30, 0.5, 0), (42, 0.5, 0), (16, 0.5, 0.6), (22, 0.5, 1.2)];

    public override string Sentence => "Removes noise from fluorescence images of any microscope, bit depth and exposure; it measures the noise of the stack itself.";

    public override bool IsTrusting => true;

    /// <summary>Of noisy targets only the mean is the truth.</summary>
    public override Loss FinalLoss => NoisyTargets ? new Loss.L2() : base.FinalLoss;

    internal override Func<long, LearningSquare> Squares(RecipeImages images, long seed)
    {
        var squares = new DenoisingSquares(images, seed, NoisyTargets);
        return number => squares[number];
    }

    internal override IEnumerable<JudgedImage> Quick(RecipeImages validation)
    {
        foreach (var pair in validation.Pairs.Where((_, i) => i % Every == 0)) yield return Judged(pair);
        var number = 0;
        foreach (var pair in validation.Pairs.Where((_, i) => i % (3 * Every) == 1))
        {
            var signal = Signal(pair.Clean);
            foreach (var (decibels, photons, correlation) in Noises)
            {
                var kernel = correlation > 0 ? NoiseKernel.Gaussian(correlation) : null;
                var noise = SyntheticNoise.OfLevel(decibels, photons, signal.Samples.Average(), kernel) with { Gain = 255 };
                var (noisy, target) = noise.Record(signal, new RandomSource(3, number++));
                yield return new JudgedImage($"made-up noise, {decibels} dB{(correlation > 0 ? ", correlated" : "")}", [noisy], target, Affine: false);
            }
        }
    }

    internal override IEnumerable<JudgedImage> Thorough(RecipeImages validation) => validation.Pairs.Select(Judged);

    private static JudgedImage Judged(RecordedPair pair) => new(pair.Source, [pair.Noisy], pair.Clean, Affine: true);
}
