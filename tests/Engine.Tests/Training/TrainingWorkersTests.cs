using FijiBridge.Engine.Training;

namespace FijiBridge.Engine.Tests.Training;

[TestClass]
public sealed class TrainingWorkersTests
{
    [TestMethod]
    public void Step_TwoWorkersOnOneBatch_IsTheStepOfOne()
    {
        var (one, two) = (Train(SyntheticTask.Options, (_, batch) => SyntheticTask.Fill(1, batch)), Train(SyntheticTask.Options with { Workers = 2 }, (_, batch) => SyntheticTask.Fill(1, batch)));

        for (var i = 0; i < one.Length; i++) Assert.AreEqual(one[i], two[i], 1e-4);
    }

    [TestMethod]
    public void Step_TwoWorkers_EachGetsItsOwnBatch()
    {
        var numbers = new System.Collections.Concurrent.ConcurrentBag<long>();
        Train(SyntheticTask.Options with { Workers = 2, Steps = 3 }, (number, batch) =>
        {
            numbers.Add(number);
            SyntheticTask.Fill(number, batch);
        });

        CollectionAssert.AreEquivalent(new long[] { 0, 1, 2, 3, 4, 5 }, numbers.ToArray());
    }

    [TestMethod]
    public void Train_WithTwoWorkers_IsRepeatable() =>
        CollectionAssert.AreEqual(Train(SyntheticTask.Options with { Workers = 2 }, SyntheticTask.Fill), Train(SyntheticTask.Options with { Workers = 2 }, SyntheticTask.Fill));

    [TestMethod]
    public void Train_WithAFinalLoss_TakesItInTheLastQuarterOnly()
    {
        var options = SyntheticTask.Options with { Steps = 20, ValidateEvery = 5, Loss = new Loss.L2(), FinalLoss = new Loss.L1() };
        var (changed, same) = (Train(options, SyntheticTask.Fill), Train(options with { FinalLoss = null }, SyntheticTask.Fill));
        var (early, alone) = (Train(options, SyntheticTask.Fill, stopAfter: 15), Train(options with { FinalLoss = null }, SyntheticTask.Fill, stopAfter: 15));

        CollectionAssert.AreEqual(alone, early);
        CollectionAssert.AreNotEqual(same, changed);
    }

    private static float[] Train(TrainingOptions options, BatchSource batches, long stopAfter = long.MaxValue)
    {
        using var stop = new CancellationTokenSource();
        void Count(long step, TrainingBatch batch)
        {
            // The step in progress is still finished.
            if (step + 1 >= stopAfter) stop.Cancel();
            batches(step, batch);
        }

        return Trainer.Train(options, Count, ct: stop.Token).Weights;
    }
}
