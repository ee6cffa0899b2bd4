using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Tests.Training;

[TestClass]
public class GeneralizedAnscombeTests
{
    private const int Samples = 200_000;

    [TestMethod]
    [DataRow(10.0, 1.0, 0.0, 0.0)]
    [DataRow(20.0, 2.5, 100.0, 3.0)]
    [DataRow(60.0, 0.5, -1.0, 1.0)]
    public void Stabilize_CameraNoise_HasVarianceOneAndReturnsUnbiased(double photons, double gain, double offset, double readNoise)
    {
        var noise = new NoiseModel(gain, offset, readNoise);
        var stabilized = Run(Exposures(photons, noise), noise, GeneralizedAnscombe.Stabilize);
        var mean = stabilized.Average(value => (double)value);
        var variance = stabilized.Average(value => (value - mean) * (value - mean));

        var back = Run([(float)mean], noise, GeneralizedAnscombe.Unbiased)[0];

        Assert.AreEqual(1, variance, 0.03);
        Assert.AreEqual(photons * gain + offset, back, 0.03 * gain);
    }

    [TestMethod]
    public void Algebraic_IsThePlainInverse()
    {
        var noise = new NoiseModel(2, 100, 3);
        float[] values = [101, 150, 1000];

        var back = Run(values, noise, (x, model) => GeneralizedAnscombe.Algebraic(GeneralizedAnscombe.Stabilize(x, model), model));

        for (var i = 0; i < values.Length; i++) Assert.AreEqual(values[i], back[i], 1e-3);
    }

    [TestMethod]
    public void NoiseModel_Scaled_PredictsTheVarianceOfScaledImages()
    {
        var noise = new NoiseModel(2, 100, 3);
        var scaled = noise.Scaled(mean: 120, deviation: 10);

        // Variance at 130: 2 * 30 + 9 = 69; scaled: 0.69 at value 1.
        Assert.AreEqual(0.69, scaled.Gain * (1 - scaled.Offset) + scaled.ReadNoise * scaled.ReadNoise, 1e-12);
    }

    private static float[] Exposures(double photons, NoiseModel noise)
    {
        var random = new Random(20261122);
        return [.. Enumerable.Range(0, Samples).Select(_ => (float)(noise.Gain * Poisson(random, photons) + noise.Offset + noise.ReadNoise * Normal(random)))];
    }

    // Knuth's: the number of uniform factors until their product falls below e^-mean.
    private static int Poisson(Random random, double mean)
    {
        var (count, product, limit) = (0, random.NextDouble(), Math.Exp(-mean));
        for (; product > limit; count++) product *= random.NextDouble();
        return count;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static float[] Run(float[] values, NoiseModel noise, Func<GraphValue, NoiseModel, GraphValue> transform)
    {
        var graph = new GraphBuilder();
        var input = graph.Input("x", [values.Length]);
        graph.Output("y", transform(input, noise));
        using var runner = new GraphRunner(graph);
        return runner.Run((input, values))["y"];
    }
}
