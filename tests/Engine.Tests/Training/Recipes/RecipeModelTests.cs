using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Engine.Tests.Training.Recipes;

[TestClass]
public sealed class RecipeModelTests
{
    public static IEnumerable<string> Models => RecipeModel.All.Select(each => each.Name);

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Network_OfEachModel_RestoresAnImageOfItsPatchSizeAndBeginsCloseToTheInput(string model)
    {
        var chosen = RecipeModel.Of(model);
        var (network, scale) = (chosen.Network.Checked(), chosen.Lesson.Scale);
        var scaled = TestImages.Waves(chosen.Side, chosen.Side).Select(sample => (sample - 125) / 50);
        var channels = NoiseAwareInput.Channels([.. Enumerable.Repeat(scaled, chosen.Lesson.Frames)], new(0.1, 0.02, 0.2));
        Assert.HasCount(network.Channels, channels);
        Assert.AreEqual((chosen.Lesson.Frames, scale), (network.Frames, network.Architecture.Scale));
        using var runner = new NetworkRunner(network, network.Layout.Initialize(3), 1);

        var restored = runner.Restore([.. channels.SelectMany(channel => channel.Samples).Select(sample => (float)sample)], [1, network.Channels, chosen.Side, chosen.Side]);

        Assert.HasCount(scaled.Samples.Length * scale * scale, restored);
        var difference = Math.Sqrt(Enumerable.Range(0, restored.Length).Average(i =>
            Math.Pow(restored[i] - scaled[i % (chosen.Side * scale) / scale, i / (chosen.Side * scale) / scale], 2)));
        Assert.IsLessThan(1.0, difference);
    }

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Lesson_OfEachModel_IsTheSameOnTheProcessorAsInTheModelsFile(string model)
    {
        const int side = 192;
        var chosen = RecipeModel.Of(model);
        var (network, lesson) = (chosen.Network, chosen.Lesson);
        var weights = network.Layout.Initialize(3);
        var frames = Enumerable.Range(0, lesson.Frames).Select(frame => TestImages.Waves(side, side).Select(sample => (sample - 125 + 3 * frame) / 50)).ToArray();
        var numbers = lesson.Surroundings.Numbers;
        var noise = new ScaledNoise(numbers[NoiseAwareInput.Variance], numbers[NoiseAwareInput.Growth], numbers[NoiseAwareInput.Correlation]);
        using var plain = new NetworkRunner(network, weights, 1);
        using var surrounded = new NetworkRunner(network, weights, 1, lesson.Surroundings);
        float[] Floats(IEnumerable<GreyImage> images) => [.. images.SelectMany(image => image.Samples).Select(sample => (float)sample)];

        var bare = plain.Restore(Floats(NoiseAwareInput.Channels(frames, noise)), [1, network.Channels, side, side]);
        var actual = surrounded.Restore(Floats(frames), [1, lesson.Frames, side, side]);

        var expected = lesson.Finish(frames[lesson.Frames / 2], new GreyImage(side * lesson.Scale, side * lesson.Scale, Array.ConvertAll(bare, sample => (double)sample)), noise);
        // The graph sees zeros beyond the border, the processor mirrored pixels.
        for (var y = 80 * lesson.Scale; y < 112 * lesson.Scale; y++)
        for (var x = 80 * lesson.Scale; x < 112 * lesson.Scale; x++)
            Assert.AreEqual(expected[x, y], actual[y * side * lesson.Scale + x], 1e-3, $"{x}, {y}");
    }

    [TestMethod]
    [DataRow("denoise-time", "denoise")]
    [DataRow("artefacts", "denoise")]
    [DataRow("denoise", "denoise-fast")]
    public void Start_OfANetworkWithTheChannelsOfAnother_BeginsAsThatOtherEnds(string model, string other)
    {
        var (chosen, first) = (RecipeModel.Of(model), RecipeModel.Of(other));
        double Distance(float[] one, float[] other) => Math.Sqrt(one.Zip(other, (a, b) => (a - b) * (a - b)).Average());
        var known = RestoredWaves.By(first.Network, PackageWeights.Of(other, first.Network));

        var warm = RestoredWaves.By(chosen.Network, chosen.Start!.Weights(chosen.Network, 1));
        var cold = RestoredWaves.By(chosen.Network, chosen.Network.Layout.Initialize(1));

        Assert.IsLessThan(0.5 * Distance(known, cold), Distance(known, warm));
    }

    [TestMethod]
    public void Of_AnUnknownModel_NamesThoseThatThereAre()
    {
        var failure = Assert.ThrowsExactly<EngineFailure>(() => RecipeModel.Of("denoise-better"));
        StringAssert.Contains(failure.Message, "'denoise-better': choose one of denoise, denoise-fast");
    }
}
