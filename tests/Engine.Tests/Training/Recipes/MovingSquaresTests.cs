using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Engine.Tests.Training.Recipes;

[TestClass]
public sealed class MovingSquaresTests
{
    private const int Frames = 5, Side = 128, Length = 12;

    private static readonly TemporaryFolder Folder = new();

    [ClassInitialize]
    public static void Make(TestContext _)
    {
        TestImages.Save(Folder.At("film/cell.tif"), PixelType.UInt16, [.. Enumerable.Range(0, Length).Select(i => TestImages.Waves(Side, Side).Select(sample => sample + i))]);
        TestImages.Save(Folder.At("scope/noisy.tif"), PixelType.UInt16, [TestImages.WithNoise(TestImages.Waves(Side, Side), 6)]);
        TestImages.Save(Folder.At("scope/clean.tif"), PixelType.UInt16, [TestImages.Waves(Side, Side)]);
        File.WriteAllLines(Folder.At("manifest.csv"), [
            "path,split,role,pair_id,gain_noisy_vs_clean,offset",
            "film/cell.tif,train,clean_timelapse,film,,",
            "scope/noisy.tif,train,noisy,one,1,0",
            "scope/clean.tif,train,clean,one,,"]);
    }

    [ClassCleanup]
    public static void Remove() => Folder.Dispose();

    [TestMethod]
    public void Load_ATimeLapse_IsAFilmAndNoStillImage()
    {
        var images = RecipeImages.Load(Folder.Path);
        Assert.HasCount(Length, images.Films.Single().Frames);
        Assert.HasCount(1, images.Clean);
    }

    [TestMethod]
    public void Squares_OfFilmsAndStills_HaveAllFramesAndTheMiddleOneAsTarget()
    {
        var squares = new MovingSquares(RecipeImages.Load(Folder.Path), Frames, 1);
        var moving = 0;
        for (var number = 0; number < 24; number++)
        {
            var square = squares[number];
            Assert.HasCount(Frames + NoiseAwareInput.MapsOf(Frames), square.Channels);
            Assert.IsTrue(square.Channels.All(channel => channel.Length == square.Side * square.Side && channel.All(float.IsFinite)));
            // Smoothed twice, what is left of frames is what moved.
            var (middle, first) = (Smoothed(square, square.Channels[Frames / 2]), Smoothed(square, square.Channels[0]));
            Assert.IsLessThan(0.5, Difference(middle, Smoothed(square, square.Target)), $"number {number}");
            if (Difference(middle, first) > 1.5 * Difference(middle, Smoothed(square, square.Target))) moving++;
            CollectionAssert.AreEqual(square.Target, squares[number].Target);
        }
        Assert.IsTrue(moving is > 4, $"{moving} of 24 move");
    }

    private static double[] Smoothed(LearningSquare square, float[] samples) =>
        GaussianFilter.Apply(new GreyImage(square.Side, square.Side, Array.ConvertAll(samples, sample => (double)sample)), 3).Samples;

    private static double Difference(double[] one, double[] other) => Math.Sqrt(one.Zip(other, (a, b) => (a - b) * (a - b)).Average());
}
