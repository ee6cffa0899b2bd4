using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Benchmarks;

/// <summary>
/// Trains a built-in model again and writes its package. Options: --data FOLDER, --out FOLDER (must not exist), --model NAME (one of
/// the recipe's; default denoise), --checkpoint FILE (goes on from it where it exists), --minutes N, --without NAME (a data set to be
/// left out, to test on it, or the end of names of files; several with commas), --steps N instead of --minutes, --go-on yes (begins with the weights that the
/// program comes with, and ends with the mean of these and what was learnt); --exchange FOLDER --seed N for each of
/// several processes that train it together. --judge yes trains nothing: the weights that the program comes with are judged anew (give the --minutes of their card).
/// </summary>
internal static class BuiltInModel
{
    public static int Run(string[] options)
    {
        var given = new NamedOptions(options);
        if (given["--data"] is not { } data || given["--out"] is not { } folder)
        {
            Console.Error.WriteLine("give --data FOLDER (with manifest.csv) and --out FOLDER (for the model; must not exist)");
            return 2;
        }
        var recipe = new ModelRecipe { Data = data, Checkpoint = given["--checkpoint"], Resume = true };
        recipe = recipe with
        {
            Duration = TimeSpan.FromMinutes(given.Number("--minutes", recipe.Duration.TotalMinutes)),
            Exchange = given["--exchange"],
            Seed = (int)given.Number("--seed", recipe.Seed),
            Model = RecipeModel.Of(given["--model"] ?? recipe.Model.Name),
            Without = given["--without"]?.Split(',') ?? [],
            GoesOn = given["--go-on"] is not null,
            Steps = given["--steps"] is null ? null : (long)given.Number("--steps", 0),
        };
        var trained = given["--judge"] is null ? recipe.Train(new Progress()) : recipe.Shipped();
        Console.WriteLine($"{trained.Reason} after {trained.Steps} steps; best at step {trained.BestStep}: {trained.BestScore:F2} dB");
        RecipePackage.Write(folder, recipe, trained);
        return 0;
    }

    private sealed class Progress : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Score is { } score) Console.WriteLine($"step {value.Step} of {value.Steps}: loss {value.Loss:F4}, validation {score:F2} dB, {value.Elapsed.TotalMinutes:F0} min");
        }
    }
}
