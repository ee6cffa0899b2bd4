using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Architectures;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Engine.Tests.Training.Recipes;

[TestClass]
public sealed class NoiseAwareInputTests
{
    private static readonly Network Network = new(new BlendingUNet(1, 4, NoiseAwareInput.Copies), Maps: NoiseAwareInput.Maps);

    [TestMethod]
    public void Surroundings_InsideTheImage_GiveTheNetworkWhatItWasTrainedOn()
    {
        var weights = Network.Layout.Initialize(3);
        const int side = 192;
        var scaled = TestImages.Waves(side, side).Select(sample => (sample - 125) / 50);
        var numbers = NoiseAwareInput.Surroundings().Numbers;
        var noise = new ScaledNoise(numbers[NoiseAwareInput.Variance], numbers[NoiseAwareInput.Growth], numbers[NoiseAwareInput.Correlation]);
        using var plain = new NetworkRunner(Network, weights, 1);
        using var surrounded = new NetworkRunner(Network, weights, 1, NoiseAwareInput.Surroundings());

        var expected = plain.Restore([.. NoiseAwareInput.Channels([scaled], noise).SelectMany(channel => channel.Samples).Select(sample => (float)sample)], [1, Network.Channels, side, side]);
        var actual = surrounded.Restore([.. scaled.Samples.Select(sample => (float)sample)], [1, 1, side, side]);

        var restored = new GreyImage(side, side);
        for (var i = 0; i < expected.Length; i++) restored.Samples[i] = expected[i];
        restored = NoiseAwareInput.WithMeansOf(scaled, restored);
        // The graph sees zeros beyond the border, training sees mirrored pixels: that is what the halo is for.
        for (var y = 64; y < 128; y++)
        for (var x = 64; x < 128; x++)
            Assert.AreEqual(restored[x, y], actual[y * side + x], 1e-4);
    }

    [TestMethod]
    public void WithMeansOf_ARestorationThatLosesSome_GivesItBackWhereItWasLost()
    {
        var input = TestImages.Waves(128, 128);
        var restored = input.Select(sample => 0.95 * sample);

        var result = NoiseAwareInput.WithMeansOf(input, restored);

        Assert.AreEqual(input.Samples.Average(), result.Samples.Average(), 1e-3 * input.Samples.Average());
        var left = input.Crop(0, 0, 64, 128).Samples.Average() / result.Crop(0, 0, 64, 128).Samples.Average();
        Assert.AreEqual(1, left, 2e-3);
    }

    [TestMethod]
    public void Network_InNoiseUnits_AddsNothingWhereTheMapSaysThatThereIsNoNoise()
    {
        var frame = TestImages.Waves(16, 16).Samples.Select(sample => (float)(sample - 125) / 50).ToArray();
        var network = new Network(new UNet(1, 4), Maps: 1) { InNoiseUnits = true };
        using var runner = new NetworkRunner(network, network.Layout.Initialize(3), 1);

        var restored = runner.Restore([.. frame, .. new float[256]], [1, 2, 16, 16]);

        CollectionAssert.AreEqual(frame, restored);
    }

    [TestMethod]
    [DataRow(0.0, 0)]
    [DataRow(0.0009, 0)]
    [DataRow(0.005625, 0.5)]
    [DataRow(0.2, 1)]
    public void Trust_OfMoreNoise_IsMore(double variance, double trust) =>
        Assert.AreEqual(trust, NoiseAwareInput.Trust(new ScaledNoise(variance, 0, 0)), 1e-6);

    [TestMethod]
    public void Network_InNoiseUnitsWithoutAMap_IsRefused()
    {
        var failure = Assert.ThrowsExactly<EngineFailure>(() => new Network(new UNet()) { InNoiseUnits = true }.Checked());
        StringAssert.Contains(failure.Message, "needs a map");
    }
}
