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
    [DataRow(0.1f, 0.02f)]
    [DataRow(0.003f, 0.004f, DisplayName = "nearly clean: more is applied where it is bright")]
    public void Surroundings_InsideTheImage_GiveTheNetworkWhatItWasTrainedOn(float variance, float growth)
    {
        var weights = Network.Layout.Initialize(3);
        const int side = 192;
        var scaled = TestImages.Waves(side, side).Select(sample => (sample - 125) / 50);
        var noise = new ScaledNoise(variance, growth, 0.2f);
        var surroundings = NoiseAwareInput.Surroundings() with
        {
            Numbers = new Dictionary<string, float> { [NoiseAwareInput.Variance] = variance, [NoiseAwareInput.Growth] = growth, [NoiseAwareInput.Correlation] = 0.2f },
        };
        using var plain = new NetworkRunner(Network, weights, 1);
        using var surrounded = new NetworkRunner(Network, weights, 1, surroundings);

        var expected = plain.Restore([.. NoiseAwareInput.Channels([scaled], noise).SelectMany(channel => channel.Samples).Select(sample => (float)sample)], [1, Network.Channels, side, side]);
        var actual = surrounded.Restore([.. scaled.Samples.Select(sample => (float)sample)], [1, 1, side, side]);

        var restored = new NoiseLesson().Finish(scaled, new GreyImage(side, side, Array.ConvertAll(expected, sample => (double)sample)), noise);
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
        Assert.AreEqual(trust, NoiseAwareInput.Trust(new GreyImage(16, 16), new ScaledNoise(variance, 0, 0))[8, 8], 1e-6);

    [TestMethod]
    public void Trust_WhereItIsBright_IsThatOfItsOwnNoise_AndNowhereLessThanAtTheMean()
    {
        var scaled = new GreyImage(64, 16);
        for (var x = 0; x < 64; x++)
        for (var y = 0; y < 16; y++)
            scaled[x, y] = x < 16 ? -1 : x < 40 ? 0 : 4;

        var trust = NoiseAwareInput.Trust(scaled, new ScaledNoise(0.002, 0.002, 0));

        Assert.AreEqual((Math.Sqrt(0.002) - 0.03) / 0.09, trust[28, 8], 1e-6);
        Assert.AreEqual(trust[28, 8], trust[6, 8], 1e-6, "dimmer than the mean");
        Assert.AreEqual((Math.Sqrt(0.010) - 0.03) / 0.09, trust[56, 8], 1e-6, "four deviations brighter");
    }

    [TestMethod]
    public void Network_InNoiseUnitsWithoutAMap_IsRefused()
    {
        var failure = Assert.ThrowsExactly<EngineFailure>(() => new Network(new UNet()) { InNoiseUnits = true }.Checked());
        StringAssert.Contains(failure.Message, "needs a map");
    }
}
