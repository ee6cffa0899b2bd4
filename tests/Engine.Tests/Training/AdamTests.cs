using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Architectures;

namespace FijiBridge.Engine.Tests.Training;

/// <summary>Steps in place against the formulas in double precision, with gradients from a graph of their own.</summary>
[TestClass]
public class AdamTests
{
    [TestMethod]
    [DataRow(0.0, 0.0)]
    [DataRow(0.01, 0.0)]
    [DataRow(0.0, 0.05)]
    public void Steps_InPlace_FollowTheFormulas(double weightDecay, double clipNorm)
    {
        var adam = new AdamOptions { WeightDecay = weightDecay, ClipNorm = clipNorm };
        var options = SyntheticTask.Options with { Network = new Network(new DnCnn(3, 4)), Adam = adam };
        var state = new TrainingState(options.Network.Layout.Initialize(1));
        using var session = new TrainingSession(options, state);
        using var gradients = new GraphRunner(TrainingGraph.BuildGradient(options));
        var (m, v, average) = (new double[state.Weights.Length], new double[state.Weights.Length], Array.ConvertAll(state.Weights, value => (double)value));
        for (var step = 0; step < 4; step++)
        {
            SyntheticTask.Fill(step, session.Batch);
            var before = state.Weights.ToArray();
            var gradient = gradients.Run(("weights", before), ("input", session.Batch.Input), ("target", session.Batch.Target))["gradient"];
            var norm = Math.Sqrt(gradient.Sum(value => (double)value * value));
            var decay = Math.Min(0.999, (1.0 + step) / (10.0 + step));

            var (_, reported) = session.Step(step, 0.01);

            Assert.AreEqual(norm, reported, 1e-5 * norm);
            for (var i = 0; i < before.Length; i++)
            {
                var g = gradient[i] * (clipNorm > 0 ? Math.Min(1, clipNorm / norm) : 1);
                m[i] = 0.9 * m[i] + 0.1 * g;
                v[i] = 0.999 * v[i] + 0.001 * g * g;
                var direction = m[i] / (1 - Math.Pow(0.9, step + 1)) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, step + 1))) + 1e-8);
                var expected = before[i] * (1 - 0.01 * weightDecay) - 0.01 * direction;
                average[i] = decay * average[i] + (1 - decay) * expected;
                Assert.AreEqual(expected, state.Weights[i], 2e-5, $"weight {i} after step {step}");
                Assert.AreEqual(average[i], state.Average[i], 2e-5, $"running mean {i} after step {step}");
            }
        }
    }

    [TestMethod]
    public void LearningRate_RisesThenFallsAsACosine()
    {
        var schedule = new LearningRateSchedule(0.8, 4);

        Assert.AreEqual(0.2, schedule.At(0, 104), 1e-12);
        Assert.AreEqual(0.8, schedule.At(3, 104), 1e-12);
        Assert.AreEqual(0.4, schedule.At(54, 104), 1e-12);
        Assert.AreEqual(0, schedule.At(104, 104), 1e-12);
    }
}
