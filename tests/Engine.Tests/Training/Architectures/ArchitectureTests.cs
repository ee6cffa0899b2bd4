using FijiBridge.Engine.Training.Architectures;
using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Tests.Training.Architectures;

[TestClass]
public class ArchitectureTests
{
    [TestMethod]
    public void RedNet_AsInThePaper_HasItsParametersAndField()
    {
        var network = new RedNet(Depth: 30);

        Assert.AreEqual(Conv(1, 64) + 28 * Conv(64, 64) + Conv(64, 1), network.Layout(1).Count);
        Assert.AreEqual(30, network.ReceptiveField()[0]); // 30 layers of 3x3: 61 pixels wide
    }

    [TestMethod]
    public void DnCnn_AsInThePaper_HasItsParametersAndField()
    {
        var network = new DnCnn();

        Assert.AreEqual(Conv(1, 64) + 15 * Conv(64, 64) + Conv(64, 1), network.Layout(1).Count);
        Assert.AreEqual(17, network.ReceptiveField()[0]); // the paper: (2d + 1) x (2d + 1), 35 for d = 17
    }

    [TestMethod]
    public void UNet_OfDepthTwo_HasTheLayersOfCare()
    {
        int[][] layers = [[1, 32], [32, 32], [32, 64], [64, 64], [64, 128], [128, 64], [128, 64], [64, 32], [64, 32], [32, 32]];

        Assert.AreEqual(layers.Sum(layer => Conv(layer[0], layer[1])) + Conv(32, 1, 1), new UNet(Depth: 2).Layout(1).Count);
    }

    [TestMethod]
    public void BlendingUNet_OfBlocks_HasFourTimesTheChannelsAtItsEnds()
    {
        var network = new BlendingUNet(Depth: 2, Width: 24, Copies: 3, First: 16, Coarse: true);
        int[][] layers = [[28, 16], [16, 16], [16, 48], [48, 48], [48, 96], [96, 48], [96, 48], [48, 16], [32, 16], [16, 16]];

        Assert.AreEqual(layers.Sum(layer => Conv(layer[0], layer[1])) + Conv(16, 5 * 4, 1), network.Layout(7).Count);
        Assert.AreEqual(8, network.Divisor);
        // Twice as far as a U-Net of whole pixels, and a pixel more for the block itself.
        Assert.AreEqual(2 * new UNet(Depth: 2).ReceptiveField()[0] + 1, network.ReceptiveField()[0]);
    }

    [TestMethod]
    public void UNet_ForStacks_SpansThreePlanesInEveryLayer()
    {
        var network = new UNet(Depth: 1, Width: 4, Stack: true);
        int[][] layers = [[1, 4], [4, 4], [4, 8], [8, 4], [8, 4], [4, 4]];

        Assert.AreEqual(layers.Sum(layer => Conv(layer[0], layer[1], 27)) + Conv(4, 1, 1), network.Layout(1).Count);
        Assert.AreEqual(6, network.ReceptiveField()[0]);
    }

    [TestMethod]
    public void Rcan_AsInThePaper_HasItsParameters()
    {
        var attention = Conv(64, 4, 1) + Conv(4, 64, 1);
        var group = 20 * (2 * Conv(64, 64) + attention) + Conv(64, 64);
        var network = new Rcan(Groups: 10, Blocks: 20, Width: 64, Reduction: 16, Enlargement: 4);

        Assert.AreEqual(Conv(1, 64) + 10 * group + Conv(64, 64) + 2 * Conv(64, 256) + Conv(64, 1), network.Layout(1).Count);
    }

    [TestMethod]
    [DataRow("unet")]
    [DataRow("rednet")]
    [DataRow("dncnn")]
    public void ReceptiveField_OfAnImpulse_IsWhatTheNetworkReaches(string name)
    {
        Architecture network = name switch
        {
            "unet" => new UNet(Depth: 2, Width: 2),
            "rednet" => new RedNet(Depth: 10, Width: 2),
            _ => new DnCnn(Depth: 5, Width: 2),
        };
        const int Size = 64;
        var graph = new GraphBuilder();
        var input = graph.Input("input", [1, 1, Size, Size]);
        // With positive weights and no bias exactly the pixels that see the impulse are not zero.
        var layers = new Layers(parameter => graph.Scalar(parameter.Shape.Length > 1 ? 0.1 : 0).Expand(parameter.Shape));
        graph.Output("output", network.Apply(layers, input, 1));
        using var runner = new GraphRunner(graph);

        var reach = Enumerable.Range(28, 4).Max(at => Reach(runner, input, at, Size));

        Assert.AreEqual(network.ReceptiveField()[1], reach);
    }

    [TestMethod]
    public void Initialize_WithTheSameSeed_GivesTheSameWeightsOfHesDeviation()
    {
        var layout = new RedNet(Depth: 10).Layout(1);
        var (first, again, other) = (layout.Initialize(7), layout.Initialize(7), layout.Initialize(8));
        var second = first.AsSpan(Conv(1, 64), 64 * 64 * 9).ToArray();

        CollectionAssert.AreEqual(first, again);
        CollectionAssert.AreNotEqual(first, other);
        Assert.AreEqual(Math.Sqrt(2 / 576.0), Math.Sqrt(second.Average(weight => (double)weight * weight)), 0.001);
    }

    [TestMethod]
    public void Architecture_OfUnknownName_NamesTheKnownOnes()
    {
        var failure = Assert.ThrowsExactly<EngineFailure>(() => Catalog.Named("gan"));

        Assert.AreEqual("There is no architecture 'gan'; choose one of unet, rednet, rcan, dncnn.", failure.Message);
    }

    // A convolution with bias.
    private static int Conv(int inputs, int outputs, int taps = 9) => (inputs * taps + 1) * outputs;

    private static int Reach(GraphRunner runner, GraphValue input, int at, int size)
    {
        var image = new float[size * size];
        image[at * size + at] = 1;
        var output = runner.Run((input, image))["output"];
        return Enumerable.Range(0, output.Length).Where(i => output[i] != 0)
            .Max(i => Math.Max(Math.Abs(i / size - at), Math.Abs(i % size - at)));
    }
}
