using FijiBridge.Engine.Training;

namespace FijiBridge.Engine.Tests.Training;

[TestClass]
public class TrainerTests
{
    private readonly string _checkpoint = Path.Combine(Path.GetTempPath(), $"fijibridge-training-{Guid.NewGuid():N}");

    [TestCleanup]
    public void DeleteCheckpoint() => File.Delete(_checkpoint);

    [TestMethod]
    public void Train_GreyPatches_BeatsTheMeanOfNinePixels()
    {
        var losses = new List<double>();
        var options = SyntheticTask.Options with { Steps = 300, ValidateEvery = 50 };

        Trainer.Train(options, SyntheticTask.Fill, progress: new Reports(report => losses.Add(report.Loss)));

        var noise = SyntheticTask.NoiseDeviation * SyntheticTask.NoiseDeviation;
        Assert.IsLessThan(noise / 9, losses[^1], $"loss from {losses[0]} to {losses[^1]}");
    }

    [TestMethod]
    public void Train_Twice_GivesTheSameWeights()
    {
        CollectionAssert.AreEqual(
            Trainer.Train(SyntheticTask.Options, SyntheticTask.Fill).Weights, Trainer.Train(SyntheticTask.Options, SyntheticTask.Fill).Weights);
    }

    [TestMethod]
    public void Resume_AfterKill_GivesTheWeightsOfAnUnbrokenTraining()
    {
        var options = SyntheticTask.Options with { Checkpoint = _checkpoint };
        using (var child = TrainingChild.Start(_checkpoint))
        {
            child.WaitForStep(20);
            child.Kill();
        }
        var atKill = File.ReadAllBytes(_checkpoint);

        var resumed = Trainer.Train(options with { Resume = true }, SyntheticTask.Fill);

        Assert.IsLessThan(30, TrainingChild.StepOf(atKill));
        var unbroken = Trainer.Train(SyntheticTask.Options, SyntheticTask.Fill);
        CollectionAssert.AreEqual(unbroken.Weights, resumed.Weights);
        Assert.AreEqual(30, resumed.Steps);
    }

    [TestMethod]
    public void Resume_WithOtherSettings_IsRefused()
    {
        var options = SyntheticTask.Options with { Checkpoint = _checkpoint, Steps = 10 };
        Trainer.Train(options, SyntheticTask.Fill);

        var failure = Assert.ThrowsExactly<EngineFailure>(() => Trainer.Train(options with { Resume = true, Seed = 2 }, SyntheticTask.Fill));

        StringAssert.StartsWith(failure.Message, "The saved state of this training belongs to a training with other settings or images; go on with those, or begin anew.");
        Assert.DoesNotContain(Path.GetFileName(_checkpoint), failure.Message);
    }

    [TestMethod]
    public void Resume_FromADamagedFile_IsRefused()
    {
        var options = SyntheticTask.Options with { Checkpoint = _checkpoint, Steps = 10 };
        Trainer.Train(options, SyntheticTask.Fill);
        var bytes = File.ReadAllBytes(_checkpoint);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(_checkpoint, bytes);

        var failure = Assert.ThrowsExactly<EngineFailure>(() => Trainer.Train(options with { Resume = true }, SyntheticTask.Fill));

        Assert.AreEqual((FailureKind.DataLoss, "The saved state of this training is damaged, so that it cannot go on; begin it anew."), (failure.Kind, failure.Message));
    }

    [TestMethod]
    public void Train_WhenValidationWorsens_StopsAndKeepsTheBest()
    {
        double[] scores = [1, 3, 2, 1, 0, 9];
        var (calls, weights) = (0, new List<float[]>());

        var trained = Trainer.Train(SyntheticTask.Options with { Steps = 600, ValidateEvery = 5, Patience = 3 }, SyntheticTask.Fill, network =>
        {
            weights.Add(network.Restore(Probe, [1, 1, 8, 8]));
            return scores[calls++];
        });

        Assert.AreEqual(StopReason.NoImprovement, trained.Reason);
        Assert.AreEqual((25L, 10L, 3.0), (trained.Steps, trained.BestStep, trained.BestScore!.Value));
        using var best = trained.Open(1);
        CollectionAssert.AreEqual(weights[1], best.Restore(Probe, [1, 1, 8, 8]));
    }

    [TestMethod]
    public void Train_Cancelled_KeepsTheBestSoFar()
    {
        using var cancel = new CancellationTokenSource();

        var trained = Trainer.Train(SyntheticTask.Options with { Steps = 1000 }, SyntheticTask.Fill, _ => 1, new Reports(report =>
        {
            if (report.Step >= 20) cancel.Cancel();
        }), cancel.Token);

        Assert.AreEqual(StopReason.Cancelled, trained.Reason);
        Assert.AreEqual(10, trained.BestStep);
    }

    [TestMethod]
    public void Train_ForADuration_PlansItsStepsAndEnds()
    {
        TrainingProgress? last = null;

        var trained = Trainer.Train(
            SyntheticTask.Options with { Steps = null, Duration = TimeSpan.FromSeconds(1) }, SyntheticTask.Fill, _ => 1, new Reports(report => last = report));

        Assert.IsTrue(trained.Reason is StopReason.Finished or StopReason.OutOfTime);
        Assert.AreEqual(trained.Steps, last!.Step);
    }

    [TestMethod]
    public void Train_ForADuration_OnAMachineThatIsBusyAtFirst_DoesNotEndEarly()
    {
        var trained = Trainer.Train(
            SyntheticTask.Options with { Steps = null, Duration = TimeSpan.FromSeconds(4), ValidateEvery = 1_000_000 },
            (number, batch) =>
            {
                if (number < 40) Thread.Sleep(25);
                SyntheticTask.Fill(number, batch);
            });

        Assert.IsGreaterThan(3.5, trained.Elapsed.TotalSeconds);
    }

    [TestMethod]
    public void Train_OnNaN_SaysSo()
    {
        var failure = Assert.ThrowsExactly<EngineFailure>(() =>
            Trainer.Train(SyntheticTask.Options, (_, batch) => batch.Input.AsSpan().Fill(float.NaN)));

        StringAssert.Contains(failure.Message, "The loss of step 0 is not a number");
    }

    [TestMethod]
    public void Train_WithImpossibleOptions_NamesEveryComplaint()
    {
        var options = SyntheticTask.Options with { Patch = new(4, 15, 16), Steps = null };

        var failure = Assert.ThrowsExactly<EngineFailure>(() => Trainer.Train(options, SyntheticTask.Fill));

        StringAssert.Contains(failure.Message, "Patches of 16 x 15 pixels do not fit unet: choose multiples of 2.");
        StringAssert.Contains(failure.Message, "Give either a number of steps or a duration.");
    }

    private static float[] Probe => [.. Enumerable.Range(0, 64).Select(i => i / 64f)];

    // Progress<T> would report on other threads, after the fact.
    private sealed class Reports(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
