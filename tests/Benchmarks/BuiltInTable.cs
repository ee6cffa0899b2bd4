using System.Globalization;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Metrics.Baselines;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Benchmarks;

/// <summary>
/// What each built-in model restores, on validation images that it was not trained on, beside what one would do without it: denoise alone, bicubic enlargement after
/// denoise, deconvolution with the width of the blur and the number of iterations chosen with the answer known. Prints a table in Markdown. Options: --data FOLDER
/// (with manifest.csv), --models DIR, --model NAME (only this one).
/// </summary>
internal static class BuiltInTable
{
    // Richardson and Lucy: tried widths in pixels, and numbers of iterations.
    private static readonly double[] Widths = [0.6, 1, 1.5, 2, 2.5, 3];
    private static readonly int[] Iterations = [3, 6, 10, 20, 40];

    private sealed record Row(double Input, double Smoothed, double Reference, double Restored, double Similarity);

    public static int Run(string[] options)
    {
        var given = new NamedOptions(options);
        if (given["--data"] is not { } data)
        {
            Console.Error.WriteLine("give --data FOLDER (with manifest.csv)");
            return 2;
        }
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var engine = RestorationEngine.Start(new EngineOptions { Device = "cpu", UserModels = given["--models"] });
        var images = RecipeImages.LoadValidation(data);
        Console.WriteLine("| model | images | recorded | best Gaussian | beside it | | restored | SSIM |\n|---|---|---|---|---|---|---|---|");
        foreach (var recipe in RecipeModel.All.Where(recipe => given["--model"] is not { } only || recipe.Name == only))
        {
            if (engine.Catalog.List().FirstOrDefault(model => model.Name == recipe.Name) is not { } model) continue;
            foreach (var group in recipe.Lesson.Quick(images).GroupBy(each => each.Sample)) Print(engine, recipe, model, [.. group]);
        }
        return 0;
    }

    private static void Print(RestorationEngine engine, RecipeModel recipe, InstalledModel model, List<JudgedImage> images)
    {
        var (word, reference) = Reference(engine, recipe.Lesson);
        var rows = images.Select(each => Judge(each, reference, engine, model)).ToList();
        Console.WriteLine($"| {recipe.Name} | {images[0].Sample} ({images.Count}) | {rows.Average(row => row.Input):F2} | {rows.Average(row => row.Smoothed):F2} | {rows.Average(row => row.Reference):F2} | {word} | {rows.Average(row => row.Restored):F2} | {rows.Average(row => row.Similarity):F3} |");
    }

    private static Row Judge(JudgedImage each, Func<JudgedImage, GreyImage> reference, RestorationEngine engine, InstalledModel model)
    {
        var options = new EvaluationOptions { DataRange = 255, Affine = each.Affine };
        var restored = RestoredImage.Of(engine, model, each.Frames, PixelType.Float32);
        var scores = Evaluation.Evaluate(each.Sample, each.Middle, each.Truth, restored, options);
        return new Row(scores.Noisy.Psnr, scores.Smoothed.Psnr, Evaluation.Score(each.Truth, reference(each), options).Psnr, scores.Restored!.Psnr, scores.Restored.Ssim);
    }

    private static (string Word, Func<JudgedImage, GreyImage>) Reference(RestorationEngine engine, Lesson lesson)
    {
        GreyImage Denoised(GreyImage image) => RestoredImage.Of(engine, engine.Catalog.Find("denoise"), [image], PixelType.Float32);
        return lesson switch
        {
            BinningLesson => ("bicubic after denoise", each => BicubicUpsampling.Apply(Denoised(each.Middle), lesson.Scale)),
            BlurLesson => ("Richardson-Lucy, width and iterations chosen with the truth known", Deconvolved),
            ArtefactsLesson => ("denoise, without the artefacts", each => Denoised(each.NoiseOnly!)),
            MotionLesson => ("denoise", each => Denoised(each.Middle)),
            _ => ("non-local means", each => StabilisedNonLocalMeans.Apply(each.Middle)),
        };
    }

    private static GreyImage Deconvolved(JudgedImage each)
    {
        var tried = from width in Widths from iterations in Iterations select RichardsonLucy.Apply(each.Middle, PointSpreadFunction.Gaussian(width), iterations);
        return tried.AsParallel().MaxBy(image => Psnr.Compute(each.Truth, image, 255))!;
    }
}
