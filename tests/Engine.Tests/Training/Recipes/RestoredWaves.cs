using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Engine.Tests.Training.Recipes;

/// <summary>What a network with the maps of the built-in models makes of noisy waves of 96 x 96 pixels, all frames alike.</summary>
internal static class RestoredWaves
{
    private const int Side = 96;

    public static float[] By(Network network, float[] weights)
    {
        var scaled = TestImages.WithNoise(TestImages.Waves(Side, Side), 15).Select(sample => (sample - 125) / 50);
        using var runner = new NetworkRunner(network, weights, 1);
        var channels = NoiseAwareInput.Channels([.. Enumerable.Repeat(scaled, network.Frames)], new ScaledNoise(0.1, 0.02, 0.2));
        return runner.Restore([.. channels.SelectMany(channel => channel.Samples).Select(sample => (float)sample)], [1, network.Channels, Side, Side]);
    }
}
