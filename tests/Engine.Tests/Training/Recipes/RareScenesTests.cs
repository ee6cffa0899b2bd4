using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Engine.Tests.Training.Recipes;

[TestClass]
public sealed class RareScenesTests
{
    // A bright square on dark ground.
    private static readonly GreyImage Signal = Square();

    private static readonly List<GreyImage> Scenes = [.. Enumerable.Range(0, 400).Select(number => RareScenes.Draw(Signal, new RandomSource(5, number)))];

    private static GreyImage Square()
    {
        var image = new GreyImage(96, 96);
        for (var y = 30; y < 60; y++) image.Row(y)[30..60].Fill(0.8);
        return image;
    }

    [TestMethod]
    public void Draw_MostNumbers_LeavesTheSignalAsItIs() =>
        Assert.AreEqual(0.73, Scenes.Count(scene => ReferenceEquals(scene, Signal)) / 400.0, 0.08);

    [TestMethod]
    public void Draw_AnyNumber_GivesLightThatCanBeRecorded() =>
        Assert.IsTrue(Scenes.All(scene => scene.Samples.All(light => light is >= 0 and < 100) && scene.Samples.Max() > 0));

    [TestMethod]
    public void Draw_TheSameNumber_GivesTheSameScene() =>
        CollectionAssert.AreEqual(Scenes[..40].SelectMany(scene => scene.Samples).ToArray(), Enumerable.Range(0, 40).SelectMany(number => RareScenes.Draw(Signal, new RandomSource(5, number)).Samples).ToArray());

    [TestMethod]
    public void Draw_ManyNumbers_ShowsEachKindOfScene()
    {
        Assert.IsGreaterThan(5, Scenes.Count(scene => Turns(scene) > 12), "stripes");
        Assert.IsGreaterThan(10, Scenes.Count(scene => scene.Samples.Max() > 3), "something bright");
        Assert.IsGreaterThan(3, Scenes.Count(scene => scene[45, 45] < scene[5, 5] && scene[45, 45] < scene[90, 90]), "dark on bright ground");
    }

    // How often a row through the square turns from brighter to darker.
    private static int Turns(GreyImage scene)
    {
        var row = scene.Row(45);
        var turns = 0;
        for (var x = 1; x < row.Length - 1; x++)
            if (row[x] > row[x - 1] + 1e-9 && row[x] > row[x + 1] + 1e-9) turns++;
        return turns;
    }
}
