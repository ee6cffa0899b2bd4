using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Engine.Tests.Training.Recipes;

[TestClass]
public sealed class RecipeImagesTests
{
    private static readonly TemporaryFolder Folder = new();

    [ClassInitialize]
    public static void Make(TestContext _)
    {
        TestImages.Save(Folder.At("scope/clean.tif"), PixelType.UInt8, TestImages.Waves(200, 200));
        TestImages.Save(Folder.At("scope/noisy.tif"), PixelType.UInt8, TestImages.WithNoise(TestImages.Waves(200, 200).Select(sample => 0.5 * sample + 20), 6));
        TestImages.Save(Folder.At("scope/secret.tif"), PixelType.UInt8, new GreyImage(200, 200).Select(_ => 255));
        TestImages.Save(Folder.At("still/image.tif"), PixelType.UInt8, TestImages.Waves(150, 150));
        File.WriteAllLines(Folder.At("manifest.csv"), [
            "path,split,role,pair_id,gain_noisy_vs_clean,offset,sample",
            "scope/noisy.tif,train,noisy,one,0.5,20,\"cells, waving\"",
            "scope/clean.tif,train,clean,one,,,\"cells, waving\"",
            "scope/secret.tif,val,clean,two,,,cells",
            "still/image.tif,clean,clean,,,,cells"]);
    }

    [ClassCleanup]
    public static void Remove() => Folder.Dispose();

    [TestMethod]
    public void Load_Manifest_BringsTheTargetToTheScaleOfTheRecordingAndNeverReadsValidation()
    {
        var images = RecipeImages.Load(Folder.Path);

        var pair = images.Pairs.Single();
        Assert.AreEqual(6, Math.Sqrt(Psnr.MeanSquaredError(pair.Noisy, pair.Target)), 0.3);
        CollectionAssert.AreEquivalent(new[] { "scope", "still" }, images.Clean.Select(image => image.Source).ToArray());
    }

    [TestMethod]
    public void Load_WithoutADataSet_LeavesItOut() =>
        Assert.AreEqual("scope", RecipeImages.Load(Folder.Path, "still").Clean.Single().Source);

    [TestMethod]
    public void Load_WithoutAChannel_LeavesItOutByTheEndOfItsFileNames()
    {
        Assert.AreEqual("scope", RecipeImages.Load(Folder.Path, "image.tif").Clean.Single().Source);
        // Only a whole folder's name is a data set.
        Assert.HasCount(2, RecipeImages.Load(Folder.Path, "stil").Clean);
    }

    [TestMethod]
    public void LoadValidation_WithoutADataSet_DoesNotJudgeByItEither()
    {
        Assert.AreEqual("scope", RecipeImages.LoadValidation(Folder.Path).Clean.Single().Source);
        Assert.IsEmpty(RecipeImages.LoadValidation(Folder.Path, "scope").Clean);
    }

    [TestMethod]
    public void LoadLeftOut_ADataSet_HasWhatTrainingAndValidationDoNotSee()
    {
        var images = RecipeImages.LoadLeftOut(Folder.Path, "scope");

        Assert.HasCount(1, images.Pairs);
        CollectionAssert.AreEqual(new[] { "scope", "scope" }, images.Clean.Select(image => image.Source).ToArray());
        Assert.IsEmpty(RecipeImages.LoadLeftOut(Folder.Path).Clean);
    }

    [TestMethod]
    public void Squares_WithNoisyTargets_HaveOnAverageTheTargetsOfOthersAndNoiseOfTheirOwn()
    {
        var images = RecipeImages.Load(Folder.Path);
        var (clean, noisy) = (new DenoisingSquares(images, 1), new DenoisingSquares(images, 1, noisyTargets: true));
        var (compared, excess, shared) = (0, 0.0, 0.0);
        for (var number = 0; number < 40; number++)
        {
            var (truth, another) = (clean[number], noisy[number]);
            CollectionAssert.AreEqual(truth.Channels[0], another.Channels[0]);
            var (input, target, own) = (truth.Channels[0], truth.Target, another.Target);
            double Mean(Func<int, double> value) => Enumerable.Range(0, target.Length).Average(value);
            var (first, second) = (Mean(i => Square(input[i] - target[i])), Mean(i => Square(own[i] - target[i])));
            // Nearly clean ones are rounded in both recordings alike, and few counts of photons say little about their variance.
            if (first < 1e-3) continue;
            compared++;
            excess += second / first;
            shared += Mean(i => (input[i] - target[i]) * (own[i] - target[i])) / first;
        }
        Assert.IsGreaterThan(20, compared);
        Assert.AreEqual(1, excess / compared, 0.1, "a recording is as noisy as the other");
        Assert.AreEqual(0, shared / compared, 0.03, "two recordings have no noise in common");
    }

    [TestMethod]
    public void Load_NoManifest_SaysWhatIsMissing()
    {
        using var empty = new TemporaryFolder();
        StringAssert.Contains(Assert.ThrowsExactly<EngineFailure>(() => RecipeImages.Load(empty.Path)).Message, "manifest.csv");
    }

    [TestMethod]
    public void Fill_SameNumber_GivesTheSameBatchWhateverCameBefore()
    {
        var options = new TrainingOptions { Network = new Network(new Engine.Training.Architectures.UNet(1, 2), Maps: NoiseAwareInput.Maps), Patch = new PatchShape(2, 32, 32), Masked = true };
        var squares = new DenoisingSquares(RecipeImages.Load(Folder.Path), 1);
        SquareBatches Batches() => new(number => squares[number], options.Network, options.Patch, 2);
        var (first, second) = (Empty(), Empty());
        var batches = Batches();
        for (var number = 0; number <= 37; number++) batches.Fill(number, first);
        Batches().Fill(37, second);

        CollectionAssert.AreEqual(second.Input, first.Input);
        CollectionAssert.AreEqual(second.Target, first.Target);
        CollectionAssert.AreEqual(second.Mask, first.Mask);
        Assert.IsTrue(first.Input.All(float.IsFinite) && first.Mask!.All(weight => weight >= 1));
    }

    private static double Square(double value) => value * value;

    private static TrainingBatch Empty() => new(2 * (1 + NoiseAwareInput.Maps) * 32 * 32, 2 * 32 * 32, masked: true);
}
