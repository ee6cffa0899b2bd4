using FijiBridge.Engine.Training;

namespace FijiBridge.Engine.Tests.Training;

[TestClass]
public sealed class DividedSessionTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Steps_InLanes_AreThoseOfOneSession(bool masked)
    {
        var options = SyntheticTask.Options with { Masked = masked };
        var (one, four) = (new TrainingState(options.Network.Layout.Initialize(1)), new TrainingState(options.Network.Layout.Initialize(1)));
        using var whole = new TrainingSession(options, one);
        using var divided = new DividedSession(options with { Threads = 4 }, four);
        for (var step = 0; step < 5; step++)
        {
            foreach (var batch in (TrainingBatch[])[whole.Batch, divided.Batch])
            {
                SyntheticTask.Fill(step, batch);
                // Lanes that count differently: the first half of them not at all.
                for (var i = 0; i < batch.Mask?.Length; i++) batch.Mask[i] = i < batch.Mask.Length / 2 ? 0 : i % 3;
            }

            var (expected, found) = (whole.Step(step, 1e-3), divided.Step(step, 1e-3));

            Assert.AreEqual(expected.Loss, found.Loss, 1e-5 * expected.Loss);
            Assert.AreEqual(expected.GradientNorm, found.GradientNorm, 1e-4 * expected.GradientNorm);
        }
        // Adam turns a gradient of almost nothing into a step of the learning rate, with either sign.
        for (var i = 0; i < one.Weights.Length; i++) Assert.AreEqual(one.Weights[i], four.Weights[i], 1e-3, $"weight {i}");
    }

    [TestMethod]
    [DataRow(4, 1, 1)]
    [DataRow(4, 2, 2)]
    [DataRow(4, 3, 2)]
    [DataRow(4, 16, 4)]
    [DataRow(7, 4, 1)]
    public void Lanes_DivideTheBatchEvenly(int batch, int threads, int lanes) =>
        Assert.AreEqual(lanes, (SyntheticTask.Options with { Patch = new PatchShape(batch, 16, 16), Threads = threads }).Lanes);

    [TestMethod]
    public void Train_InLanes_IsRepeatable() =>
        CollectionAssert.AreEqual(Train(SyntheticTask.Options with { Threads = 2 }, SyntheticTask.Fill), Train(SyntheticTask.Options with { Threads = 2 }, SyntheticTask.Fill));

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
