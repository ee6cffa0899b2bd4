using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Tests.Training;

[TestClass]
public class LossTests
{
    private static readonly float[] Restored = [1, 2, 3, 4];
    private static readonly float[] Target = [1, 4, 2, 0];

    [TestMethod]
    public void L1_IsTheMeanAbsoluteDifference() => Assert.AreEqual(7 / 4.0, Of(new Loss.L1()), 1e-6);

    [TestMethod]
    public void L2_IsTheMeanSquare() => Assert.AreEqual(21 / 4.0, Of(new Loss.L2()), 1e-6);

    [TestMethod]
    public void L2_WithMask_LeavesPixelsOut() => Assert.AreEqual((4 + 1) / 2.0, Of(new Loss.L2(), [0, 1, 1, 0]), 1e-6);

    [TestMethod]
    public void L2_WithMaskOfZeros_IsZero() => Assert.AreEqual(0, Of(new Loss.L2(), [0, 0, 0, 0]), 1e-6);

    [TestMethod]
    public void Charbonnier_IsTheMeanRoot() =>
        Assert.AreEqual((0.5 + Math.Sqrt(4.25) + Math.Sqrt(1.25) + Math.Sqrt(16.25)) / 4, Of(new Loss.Charbonnier(0.5)), 1e-6);

    [TestMethod]
    public void PoissonGaussian_OfPhotons_ComparesRoots()
    {
        // Gain 1 and nothing else: Anscombe's 2 √(x + 3/8).
        static double Root(double x) => 2 * Math.Sqrt(x + 0.375);
        var expected = Restored.Zip(Target, (a, b) => Math.Pow(Root(a) - Root(b), 2) / 2).Average();

        Assert.AreEqual(expected, Of(new Loss.PoissonGaussian(new NoiseModel(1, 0, 0))), 1e-6);
    }

    private static double Of(Loss loss, float[]? mask = null)
    {
        var graph = new GraphBuilder();
        var (restored, target) = (graph.Initializer("restored", Restored, 1, 1, 2, 2), graph.Initializer("target", Target, 1, 1, 2, 2));
        graph.Output("loss", loss.Of(restored, target, mask is null ? null : graph.Initializer("mask", mask, 1, 1, 2, 2)));
        using var runner = new GraphRunner(graph);
        return runner.Run(Array.Empty<(string, float[])>())["loss"][0];
    }
}
