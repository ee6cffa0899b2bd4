using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Training;

namespace FijiBridge.Engine.Tests.Training;

[TestClass]
public sealed class WeightExchangeTests
{
    private static TrainingState State(float value) =>
        new([value, 2 * value], [value, 0], [1, 1], [value, value], [9, 9]);

    [TestMethod]
    public void Mix_ThreeProcesses_TakesTheMeanOfAllButTheBest()
    {
        using var folder = new TemporaryFolder();
        new WeightExchange(folder.Path).Mix(State(1));
        // The second finds the first: (1 + 4) / 2; the third finds what both left, 1 and 4.
        new WeightExchange(folder.Path).Mix(State(4));
        var third = State(10);
        new WeightExchange(folder.Path).Mix(third);

        CollectionAssert.AreEqual(new float[] { 5, 10 }, third.Weights);
        CollectionAssert.AreEqual(new float[] { 5, 0 }, third.Mean);
        CollectionAssert.AreEqual(new float[] { 5, 5 }, third.Average);
        CollectionAssert.AreEqual(new float[] { 9, 9 }, third.Best);
    }

    [TestMethod]
    public void Mix_StateOfAnEndedProcessOrAnotherNetwork_IsLeftOut()
    {
        using var folder = new TemporaryFolder();
        new WeightExchange(folder.Path).Mix(State(1));
        foreach (var file in Directory.GetFiles(folder.Path)) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-10));
        File.WriteAllBytes(folder.At("other.state"), new byte[64]);
        var state = State(4);
        new WeightExchange(folder.Path).Mix(state);

        CollectionAssert.AreEqual(new float[] { 4, 8 }, state.Weights);
    }

    [TestMethod]
    public void Train_WithAPartner_TakesItsWeightsIn()
    {
        using var folder = new TemporaryFolder();
        var options = SyntheticTask.Options with { Steps = WeightExchange.Every };
        var alone = Trainer.Train(options, SyntheticTask.Fill);
        Trainer.Train(options with { Exchange = folder.Path, Seed = 5 }, SyntheticTask.Fill);
        var together = Trainer.Train(options with { Exchange = folder.Path }, SyntheticTask.Fill);

        CollectionAssert.AreNotEqual(alone.Weights, together.Weights);
    }
}
