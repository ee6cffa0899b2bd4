using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Engine.Tests.Training.Recipes;

[TestClass]
public sealed class DenoisingNetworkTests
{
    public static IEnumerable<string> Models => DenoisingNetwork.All.Select(each => each.Model);

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Network_OfEachModel_RestoresAnImageOfItsPatchSizeAndBeginsCloseToTheInput(string model)
    {
        var chosen = DenoisingNetwork.Of(model);
        var (network, area) = (chosen.Network.Checked(), chosen.Side * chosen.Side);
        var scaled = TestImages.Waves(chosen.Side, chosen.Side).Select(sample => (sample - 125) / 50);
        var channels = NoiseAwareInput.Channels(scaled, new(0.1, 0.02, 0.2));
        Assert.HasCount(network.Channels, channels);
        using var runner = new NetworkRunner(network, network.Layout.Initialize(3), 1);

        var restored = runner.Restore([.. channels.SelectMany(channel => channel.Samples).Select(sample => (float)sample)], [1, network.Channels, chosen.Side, chosen.Side]);

        var difference = Math.Sqrt(Enumerable.Range(0, area).Average(i => Math.Pow(restored[i] - scaled.Samples[i], 2)));
        Assert.IsLessThan(1.0, difference);
    }

    [TestMethod]
    public void Of_AnUnknownModel_NamesThoseThatThereAre()
    {
        var failure = Assert.ThrowsExactly<EngineFailure>(() => DenoisingNetwork.Of("denoise-better"));
        StringAssert.Contains(failure.Message, "'denoise-better': choose one of denoise, denoise-fast");
    }
}
