using System.Globalization;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Benchmarks;

/// <summary>
/// Trains a built-in model again and writes its package. Options: --data FOLDER, --out FOLDER (must not exist), --model NAME (one of
/// the recipe's; default denoise), --checkpoint FILE (goes on from it where it exists), --minutes N, --without NAME (a data set to be
/// left out, to test on it); --exchange FOLDER --seed N for each of
/// several processes that train it together.
/// </summary>
internal static class BuiltInModel
{
    public static int Run(string[] options)
    {
        string? Option(string name) => Array.IndexOf(options, name) is var i && i >= 0 && i + 1 < options.Length ? options[i + 1] : null;
        double Number(string name, double otherwise) => Option(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        if (Option("--data") is not { } data || Option("--out") is not { } folder)
        {
            Console.Error.WriteLine("give --data FOLDER (with manifest.csv) and --out FOLDER (for the model; must not exist)");
            return 2;
        }
        var recipe = new ModelRecipe { Data = data, Checkpoint = Option("--checkpoint"), Resume = true };
        recipe = recipe with
        {
            Duration = TimeSpan.FromMinutes(Number("--minutes", recipe.Duration.TotalMinutes)),
            Exchange = Option("--exchange"),
            Seed = (int)Number("--seed", recipe.Seed),
            Model = RecipeModel.Of(Option("--model") ?? recipe.Model.Name),
            Without = Option("--without") is { } without ? [without] : [],
        };
        var trained = recipe.Train(new Progress());
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
