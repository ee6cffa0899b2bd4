using System.Globalization;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Training.Packages;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>The package of the model that <see cref="DenoisingRecipe"/> trains, with its validation.</summary>
public static class DenoisingPackage
{
    /// <summary>The noise in the squares that it learnt from, as it was measured in them: the middle 99 %.</summary>
    private static readonly (double Low, double High) TrainedVariance = (0, 0.95), TrainedGrowth = (0, 1.5), TrainedCorrelation = (0, 0.97);

    /// <summary>Judges the network by all recordings of the split "val" and writes the package.</summary>
    /// <param name="folder">Where it goes; must not exist.</param>
    /// <param name="recipe">What trained it.</param>
    /// <param name="trained">The network.</param>
    /// <inheritdoc cref="ModelPackageWriter.Write"/>
    public static void Write(string folder, DenoisingRecipe recipe, TrainedNetwork trained)
    {
        var recordings = DenoisingImages.LoadValidation(recipe.Data);
        var evaluations = recordings.GroupBy(pair => pair.Source).Select(group => Evaluate(trained, group.Key, [.. group]));
        // Made up: nobody's image travels with the program.
        var camera = new Camera();
        var test = GreyImage.From(camera.Expose(new SyntheticCells(160, 160, 5).Frame(0, 0).Select(light => 2 + 24 * light), new RandomSource(5)));
        ModelPackageWriter.Write(
            folder, trained, Description(Path.GetFileName(folder), recipe, [.. evaluations]),
            TestImage.Of(Array.ConvertAll(test.Samples, sample => (float)sample), test.Width, test.Height), NoiseAwareInput.Surroundings());
    }

    private static ModelDescription Description(string name, DenoisingRecipe recipe, IReadOnlyList<ModelEvaluation> evaluations) => new()
    {
        Name = name,
        Description = $"Removes noise from fluorescence images of any microscope, bit depth and exposure; it measures the noise of the stack itself. {recipe.Model.Summary}".Trim(),
        Authors = ["The FijiBridge authors"],
        License = "MIT",
        Before = [new ProcessingStep("zero_mean_unit_variance", new Dictionary<string, object?>())],
        Parameters =
        [
            new(NoiseAwareInput.Variance, "Variance of the noise at the mean intensity, as a share of the image's variance; measured unless given.", 0.1, 0, 4)
                { Estimate = NoiseFigure.Variance, Trained = TrainedVariance },
            new(NoiseAwareInput.Growth, "Growth of that variance per standard deviation of intensity, as photon noise has; measured unless given.", 0.02, 0, 4)
                { Estimate = NoiseFigure.Growth, Trained = TrainedGrowth },
            new(NoiseAwareInput.Correlation, "Share of the noise that neighbouring pixels have in common, 0 to 1; measured unless given.", 0, 0, 0.99)
                { Estimate = NoiseFigure.Correlation, Trained = TrainedCorrelation },
        ],
        Evaluations = evaluations,
        Training = new Dictionary<string, string>
        {
            ["recipe"] = recipe.Model.Model,
            ["loss"] = "L1, for the last quarter of the steps Charbonnier with epsilon 0.2, weighted by the inverse root of the noise",
            ["batch"] = string.Create(CultureInfo.InvariantCulture, $"{recipe.Options.Patch.Batch} patches of {recipe.Options.Patch.Width} x {recipe.Options.Patch.Height}"),
            ["minutes"] = recipe.Duration.TotalMinutes.ToString("0", CultureInfo.InvariantCulture),
        },
    };

    private static ModelEvaluation Evaluate(TrainedNetwork trained, string sample, IReadOnlyList<RecordedPair> pairs)
    {
        using var runner = trained.Open();
        var options = new EvaluationOptions { DataRange = 255, Affine = true };
        var scores = pairs.Select(pair => Evaluation.Evaluate(sample, pair.Noisy, pair.Clean, DenoisingValidation.Restore(runner, pair.Noisy), options)).ToList();
        return new ModelEvaluation(EvaluationRole.Validation, sample, pairs.Count, Evaluation.Mean(scores), Affine: true);
    }
}
