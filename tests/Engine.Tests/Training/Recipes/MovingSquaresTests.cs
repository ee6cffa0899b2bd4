using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Tiff;
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
        Save("film/cell.tif", Enumerable.Range(0, Length).Select(i => TestImages.Waves(Side, Side).Select(sample => sample + i)));
        Save("scope/noisy.tif", [TestImages.WithNoise(TestImages.Waves(Side, Side), 6)]);
        Save("scope/clean.tif", [TestImages.Waves(Side, Side)]);
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

    private static void Save(string name, IEnumerable<GreyImage> planes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Folder.At(name))!);
        var list = planes.ToList();
        using var file = File.Create(Folder.At(name));
        using var writer = TiffPlaneWriter.Create(file, new StackShape(Side, Side, frames: list.Count), PixelType.UInt16, StackMetadata.Empty);
        foreach (var plane in list) writer.WritePlane(plane.ToPlane(PixelType.UInt16));
        writer.Complete();
    }
}
