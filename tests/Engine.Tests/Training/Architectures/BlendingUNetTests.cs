using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Architectures;

namespace FijiBridge.Engine.Tests.Training.Architectures;

[TestClass]
public sealed class BlendingUNetTests
{
    // Channels: image, deviation of the noise, two smoothed copies.
    private static readonly Network Network = new(new BlendingUNet(1, 4, Copies: 2), Maps: 3);

    private static float[] Image(Func<int, float> sample) => [.. Enumerable.Range(0, 64).Select(sample)];

    [TestMethod]
    public void Restore_WithoutNoise_LiesBetweenTheImageAndItsCopies()
    {
        var (image, copy) = (Image(i => i % 8), Image(i => 10 + i % 8));
        using var runner = new NetworkRunner(Network, Network.Layout.Initialize(1), 1);

        var restored = runner.Restore([.. image, .. new float[64], .. copy, .. copy], [1, 4, 8, 8]);

        for (var i = 0; i < restored.Length; i++) Assert.IsTrue(restored[i] > image[i] && restored[i] < copy[i], $"pixel {i}: {restored[i]}");
    }

    [TestMethod]
    public void Restore_LayersOfZeros_GivesTheMeanOfImageAndCopies()
    {
        using var runner = new NetworkRunner(Network, new float[Network.Layout.Count], 1);

        var restored = runner.Restore([.. Image(_ => 3), .. Image(_ => 1), .. Image(_ => 6), .. Image(_ => 9)], [1, 4, 8, 8]);

        foreach (var sample in restored) Assert.AreEqual(6, sample, 1e-5);
    }
}
