using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Architectures;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Engine.Tests.Training.Recipes;

[TestClass]
public sealed class WidenedStartTests
{
    private const string Narrow = "denoise-fast";

    private static Network Wider(int first, int width = 26) =>
        new(new BlendingUNet(3, width, NoiseAwareInput.Copies, First: first, Coarse: true), Maps: NoiseAwareInput.Maps);

    [TestMethod]
    public void Weights_OfAWiderNetwork_RestoreAsTheNarrowOne()
    {
        var narrow = RecipeModel.Of(Narrow).Network;
        var expected = RestoredWaves.By(narrow, PackageWeights.Of(Narrow, narrow));
        var wider = Wider(20);

        var weights = new WidenedStart(Narrow).Weights(wider, 5);

        var actual = RestoredWaves.By(wider, weights);
        for (var i = 0; i < expected.Length; i++) Assert.AreEqual(expected[i], actual[i], 1e-4, $"pixel {i}");
    }

    [TestMethod]
    public void Weights_OfFurtherChannels_AreNotZeroWhereTheyBegin()
    {
        var wider = Wider(20);
        var weights = new WidenedStart(Narrow).Weights(wider, 5);
        foreach (var (parameter, values) in wider.Layout.Parts(weights))
        {
            var last = values.Span[^(parameter.Count / parameter.Shape[0])..];
            if (parameter.Shape.Length == 4 && parameter.Name != "out.weight") Assert.IsTrue(last.ContainsAnyExcept(0f), parameter.Name);
        }
    }

    [TestMethod]
    [DataRow(12, 24)]
    [DataRow(16, 20)]
    public void Weights_OfANarrowerNetwork_AreRefused(int first, int width)
    {
        var failure = Assert.ThrowsExactly<EngineFailure>(() => new WidenedStart(Narrow).Weights(Wider(first, width), 5));

        StringAssert.Contains(failure.Message, "'denoise-fast' is no narrower blending-unet");
    }

    [TestMethod]
    public void Weights_OfAModelThatIsNotThere_AreRefused() =>
        StringAssert.Contains(Assert.ThrowsExactly<EngineFailure>(() => new WidenedStart("denoise-better").Weights(Wider(20), 5)).Message, "denoise-better");
}
