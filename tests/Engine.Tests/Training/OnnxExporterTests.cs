using FijiBridge.Engine.Models.Onnx;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Architectures;
using FijiBridge.Engine.Training.Graph;
using Microsoft.ML.OnnxRuntime;

namespace FijiBridge.Engine.Tests.Training;

[TestClass]
public class OnnxExporterTests
{
    private static readonly float[] Sample = [.. Enumerable.Range(0, 2 * 16 * 16).Select(i => (float)Math.Sin(i))];

    [TestMethod]
    [DataRow("unet")]
    [DataRow("rednet")]
    [DataRow("rcan")]
    [DataRow("dncnn")]
    public void Export_WithoutTile_TakesImagesOfAnySize(string name)
    {
        var trained = Untrained(new Network(Catalog.Named(name)));

        var file = OnnxExporter.Export(trained, Sample, [2, 1, 16, 16]);

        Assert.HasCount(3 * 8 * 40, Run(file, [3, 1, 8, 40]));
        CollectionAssert.IsSubsetOf(
            trained.Network.Layout.Parameters.Select(parameter => parameter.Name).ToArray(),
            ModelProto.Parser.ParseFrom(file).Graph.Initializer.Select(weight => weight.Name).ToArray());
    }

    [TestMethod]
    public void Export_WithTile_DeclaresItsSize()
    {
        var file = OnnxExporter.Export(Untrained(new Network(new Rcan(1, 1, 8, 8, 2))), Sample[..256], [1, 1, 16, 16], new PatchShape(1, 16, 16));

        using var session = new InferenceSession(file);
        CollectionAssert.AreEqual(new[] { 1, 1, 16, 16 }, session.InputMetadata["input"].Dimensions);
        CollectionAssert.AreEqual(new[] { 1, 1, 32, 32 }, session.OutputMetadata["output"].Dimensions);
    }

    [TestMethod]
    public void Export_WithSurroundings_ComputesMapsInsideTheGraph()
    {
        var trained = Untrained(new Network(new DnCnn(3, 4), Maps: 1));
        var around = new Surroundings(1, image => new[] { image, image.Abs().Sqrt() }.Concat(1), restored => restored * 2);

        var file = OnnxExporter.Export(trained, Sample[..256], [1, 1, 16, 16], surroundings: around);

        using var runner = trained.Open(1);
        var expected = runner.Restore([.. Sample[..256], .. Sample[..256].Select(value => MathF.Sqrt(MathF.Abs(value)))], [1, 2, 16, 16]);
        CollectionAssert.AreEqual(
            expected.Select(value => Math.Round(2 * value, 3)).ToArray(), Run(file, [1, 1, 16, 16]).Select(value => Math.Round(value, 3)).ToArray());
    }

    [TestMethod]
    public void Export_OfAStabilizedNetwork_HoldsTheTransform()
    {
        var noise = new NoiseModel(2, 100, 3);
        var network = new Network(new DnCnn(2, 2)) { Domain = new Domain.Stabilized(noise, 10, 5, NoisyTargets: false) };
        var zeros = Untrained(network) with { Weights = new float[network.Layout.Count] };
        var image = Enumerable.Range(0, 64).Select(i => 110f + i).ToArray();

        var file = OnnxExporter.Export(zeros, image, [1, 1, 8, 8]);

        // A network of zeros hands its input on: there and back again is the image.
        var restored = Run(file, [1, 1, 8, 8], image);
        for (var i = 0; i < 64; i++) Assert.AreEqual(image[i], restored[i], 1e-3);
    }

    [TestMethod]
    public void Export_OfWeightsThatAreNoNumbers_Fails()
    {
        var trained = Untrained(new Network(new DnCnn(2, 2)));
        trained.Weights[0] = float.NaN;

        var failure = Assert.ThrowsExactly<EngineFailure>(() => OnnxExporter.Export(trained, Sample, [2, 1, 16, 16]));

        StringAssert.Contains(failure.Message, "differs from the trained network");
    }

    private static TrainedNetwork Untrained(Network network) =>
        new(network, network.Layout.Initialize(1), 0, 0, null, StopReason.Finished, TimeSpan.Zero);

    private static float[] Run(byte[] file, int[] shape, float[]? image = null)
    {
        using var session = new InferenceSession(file);
        using var options = new RunOptions();
        image ??= [.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(i => i < Sample.Length ? Sample[i] : 0)];
        using var input = OrtValue.CreateTensorValueFromMemory(image, [.. shape.Select(size => (long)size)]);
        using var outputs = session.Run(options, ["input"], [input], ["output"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
