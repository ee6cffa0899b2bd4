using System.Globalization;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Training.Packages;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>The package of a model that <see cref="ModelRecipe"/> trained, with its validation.</summary>
public static class RecipePackage
{
    /// <summary>The noise in the squares that it learnt from, as it was measured in them: the middle 99 %.</summary>
    private static readonly (double Low, double High) TrainedVariance = (0, 0.95), TrainedGrowth = (0, 1.5), TrainedCorrelation = (0, 0.97);

    /// <summary>Judges the network by all recordings of the split "val", and by those that were left out, and writes the package.</summary>
    /// <param name="folder">Where it goes; must not exist.</param>
    /// <param name="recipe">What trained it.</param>
    /// <param name="trained">The network.</param>
    /// <inheritdoc cref="ModelPackageWriter.Write"/>
    public static void Write(string folder, ModelRecipe recipe, TrainedNetwork trained)
    {
        var lesson = recipe.Model.Lesson;
        IEnumerable<ModelEvaluation> Judged(EvaluationRole role, RecipeImages images) =>
            lesson.Thorough(images).GroupBy(each => each.Sample).Select(group => Evaluate(role, lesson, trained, [.. group]));
        var evaluations = Judged(EvaluationRole.Validation, RecipeImages.LoadValidation(recipe.Data, recipe.Without))
            .Concat(Judged(EvaluationRole.Independent, RecipeImages.LoadLeftOut(recipe.Data, recipe.Without)));
        ModelPackageWriter.Write(folder, trained, Description(Path.GetFileName(folder), recipe, [.. evaluations]), MadeUp(lesson.Frames), lesson.Surroundings);
    }

    // Nobody's image travels with the program.
    private static TestImage MadeUp(int frames)
    {
        const int side = 160;
        var (camera, random, cells) = (new Camera(), new RandomSource(5), new SyntheticCells(side, side, 5));
        var film = Enumerable.Range(0, frames).Select(frame => GreyImage.From(camera.Expose(cells.Frame(0, frame).Select(light => 2 + 24 * light), random)));
        return new TestImage([.. film.SelectMany(frame => frame.Samples).Select(sample => (float)sample)], [1, frames, side, side]);
    }

    private static ModelDescription Description(string name, ModelRecipe recipe, IReadOnlyList<ModelEvaluation> evaluations) => new()
    {
        Name = name,
        Description = $"{recipe.Model.Lesson.Sentence} {recipe.Model.Summary}".Trim(),
        Tags = [recipe.Model.Lesson.Tag, "fluorescence-light-microscopy"],
        Authors = ["The FijiBridge authors"],
        License = "MIT",
        Before = NoiseAwareInput.Scaling,
        Halo = recipe.Model.Halo,
        RemovesArtefacts = recipe.Model.Lesson.RemovesArtefacts,
        Parameters = NoiseAwareInput.Parameters(TrainedVariance, TrainedGrowth, TrainedCorrelation),
        Evaluations = evaluations,
        Training = new Dictionary<string, string>
        {
            ["recipe"] = recipe.GoesOn ? $"{recipe.Model.Name}, begun with the weights of an earlier version; the mean of these and what was learnt" : recipe.Model.Name,
            ["loss"] = $"L1, for the last quarter of the steps {NameOf(recipe.Options.FinalLoss)}, weighted by the inverse fifth root of the noise",
            ["batch"] = string.Create(CultureInfo.InvariantCulture, $"{recipe.Options.Patch.Batch} patches of {recipe.Options.Patch.Width} x {recipe.Options.Patch.Height}"),
            ["planned"] = string.Create(CultureInfo.InvariantCulture, $"{recipe.Steps ?? recipe.Duration.TotalMinutes:0} {(recipe.Steps is null ? "minutes" : "steps")}"),
        },
    };

    private static string NameOf(Loss? loss) => loss is Loss.L2 ? "L2" : "Charbonnier with epsilon 0.2";

    private static ModelEvaluation Evaluate(EvaluationRole role, Lesson lesson, TrainedNetwork trained, IReadOnlyList<JudgedImage> images)
    {
        using var runner = trained.Open();
        var (sample, affine) = (images[0].Sample, images[0].Affine);
        var options = new EvaluationOptions { DataRange = 255, Affine = affine };
        var scores = images.Select(each => Evaluation.Evaluate(sample, each.Middle, each.Truth, RecipeValidation.Restore(lesson, runner, each.Frames), options)).ToList();
        return new ModelEvaluation(role, sample, images.Count, Evaluation.Mean(scores), affine);
    }
}
