using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>Noise in films: neighbouring frames help where nothing moves, and must leave no ghosts where something does.</summary>
internal sealed record MotionLesson : Lesson
{
    // Photons only, as a camera at the limit; dB below the range of the signal.
    private static readonly double[] Levels = [14, 20, 26];

    public override int Frames => 5;

    public override string Sentence => "Removes noise from time-lapses: it looks at five neighbouring frames and restores the middle one, also where the sample moves.";

    public override bool IsTrusting => true;

    internal override Func<long, LearningSquare> Squares(RecipeImages images, long seed)
    {
        var squares = new MovingSquares(images, Frames, seed);
        return number => squares[number];
    }

    internal override IEnumerable<JudgedImage> Quick(RecipeImages validation) => Judged(validation, 12);

    internal override IEnumerable<JudgedImage> Thorough(RecipeImages validation) => Judged(validation, 3);

    private IEnumerable<JudgedImage> Judged(RecipeImages validation, int every)
    {
        var number = 0;
        foreach (var film in validation.Films)
        foreach (var level in Levels)
        {
            var (dark, bright) = (film.Frames[0].Quantile(0.002), film.Frames[0].Quantile(0.999));
            for (var middle = Frames / 2; middle < film.Frames.Length - Frames / 2; middle += every)
            {
                var signals = film.Frames[(middle - Frames / 2)..(middle + Frames / 2 + 1)].Select(frame => frame.Select(sample => Math.Max(0, (sample - dark) / (bright - dark)))).ToArray();
                var noise = SyntheticNoise.OfLevel(level, share: 1, signals[Frames / 2].Samples.Average()) with { Gain = 255 };
                var random = new RandomSource(5, number++);
                yield return new JudgedImage($"{film.Source}, thinned to noise {level} dB below its range", [.. signals.Select(signal => noise.Record(signal, random).Noisy)], noise.Expect(signals[Frames / 2]), Affine: false);
            }
        }
    }
}
