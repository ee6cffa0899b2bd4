using FijiBridge.Engine.Images;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Engine.Tests.Training.Recipes;

[TestClass]
public sealed class RecipePackageTests
{
    private static readonly TemporaryFolder Folder = new();

    [ClassInitialize]
    public static void Make(TestContext _)
    {
        List<string> rows = ["path,split,role,pair_id,gain_noisy_vs_clean,offset"];
        foreach (var (name, split) in new[] { ("seen/learnt", "train"), ("seen/judged", "val"), ("unseen/learnt", "train"), ("unseen/judged", "val") })
        {
            TestImages.Save(Folder.At($"{name}-clean.tif"), PixelType.UInt8, TestImages.Waves(192, 192));
            TestImages.Save(Folder.At($"{name}.tif"), PixelType.UInt8, TestImages.WithNoise(TestImages.Waves(192, 192), 12));
            rows.Add($"{name}.tif,{split},noisy,{name},1,0");
            rows.Add($"{name}-clean.tif,{split},clean,{name},,");
        }
        File.WriteAllLines(Folder.At("manifest.csv"), rows);
    }

    [ClassCleanup]
    public static void Remove() => Folder.Dispose();

    [TestMethod]
    public void Write_WithoutADataSet_JudgesByItAsAnIndependentSample()
    {
        var recipe = new ModelRecipe { Data = Folder.Path, Model = RecipeModel.Of("denoise-fast"), Steps = 1, Without = ["unseen"] };

        RecipePackage.Write(Folder.At("without"), recipe, recipe.Train());

        var card = File.ReadAllText(Folder.At("without/README.md"));
        StringAssert.Contains(card, "Validation images, by which the weights were chosen but not trained: seen, mean of 1 image(s)");
        StringAssert.Contains(card, "Independent sample, which neither training nor the choice of weights saw: unseen, mean of 2 image(s)");
        Assert.DoesNotContain("trained: unseen", card);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Train_GoingOn_BeginsWithTheWeightsThatAreShipped(bool goesOn)
    {
        var recipe = new ModelRecipe { Data = Folder.Path, Model = RecipeModel.Of("denoise-fast"), Steps = 1, GoesOn = goesOn };

        var changed = recipe.Train().Weights.Zip(recipe.Shipped().Weights, (now, before) => Math.Abs(now - before)).Max();

        // A first step changes no weight by more than the learning rate.
        Assert.AreEqual(goesOn, changed < 2e-3, $"{changed}");
    }

    [TestMethod]
    public void Write_OfAShippedModel_JudgesItsWeightsAndTellsOfItsTrainingWhatItsCardTold()
    {
        var recipe = new ModelRecipe { Data = Folder.Path, Model = RecipeModel.Of("denoise-fast") };
        var shipped = recipe.Shipped();

        RecipePackage.Write(Folder.At("denoise-fast"), recipe, shipped);

        var (former, card) = (ModelFolder.Open(Path.Combine(ModelCatalog.BuiltInFolder, "denoise-fast"), builtIn: true), ModelFolder.Open(Folder.At("denoise-fast"), builtIn: false));
        Assert.AreEqual(former.Sha256, card.Sha256);
        foreach (var line in former.Card.Text.Split('\n').Where(line => line.Contains("steps: ", StringComparison.Ordinal) || line.Contains("seconds: ", StringComparison.Ordinal)))
            StringAssert.Contains(card.Card.Text, line);
        StringAssert.Contains(card.Card.Text, "seen, mean of 1 image(s)");
    }
}
