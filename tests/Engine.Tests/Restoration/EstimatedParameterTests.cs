using FijiBridge.Engine.Images;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tests.Models;
using FijiBridge.Engine.Tiff;
using FijiBridge.Engine.Training.Graph;
using Google.Protobuf;

namespace FijiBridge.Engine.Tests.Restoration;

/// <summary>A model that shows what it is told: every pixel of its result is the noise's variance in the network's units.</summary>
[TestClass]
public sealed class EstimatedParameterTests
{
    private const string Parameters = """

                parameters:
                  noise_variance: {estimate: noise_variance, default: 0.5, minimum: 0, maximum: 4, trained: {minimum: 0.01, maximum: 0.9}}
        """;

    private static readonly TestModels Models = new();

    private static RestorationEngine _engine = null!;

    [ClassInitialize]
    public static void Start(TestContext _)
    {
        var rdf = TestModels.Rdf("teller", preprocessing: "[{id: zero_mean_unit_variance}]")
            .Replace("outputs:", "  - id: noise_variance\n    axes: [{type: index, size: 1}]\noutputs:", StringComparison.Ordinal)
            .Replace("{frames: 1}", Parameters, StringComparison.Ordinal);
        Models.Add("teller", Teller(), rdf);
        _engine = RestorationEngine.Start(new EngineOptions { Device = "cpu", BuiltInModels = Models.Path });
    }

    [ClassCleanup]
    public static async Task End()
    {
        await _engine.DisposeAsync();
        Models.Dispose();
    }

    [TestMethod]
    public async Task Restore_TwoChannels_EachIsToldItsOwnNoise()
    {
        var (result, outcome) = await RestoreAsync();
        // Channel 1: noise of deviation 20 on a slope of 0 to 127, channel 2: hardly any.
        var (noisy, clean) = (outcome.Parameters["noise_variance (channel 1)"], outcome.Parameters["noise_variance (channel 2)"]);
        Assert.AreEqual(400 / (400 + 128.0 * 128 / 12), noisy, 0.06);
        Assert.IsLessThan(0.002, clean);
        using (result)
        {
            var sample = result.Samples(new PlaneIndex(0, 0, 0))[0];
            Assert.AreEqual(63.5 + noisy * Math.Sqrt(400 + 128.0 * 128 / 12), sample, 2);
        }
        StringAssert.Contains(outcome.Warnings.Single(), "the noise of channel 2 lies outside the range that the model was trained on (noise_variance is");
    }

    [TestMethod]
    public async Task Restore_ParameterGiven_IsTakenForAllChannels()
    {
        var (result, outcome) = await RestoreAsync(("noise_variance", 2));
        result.Dispose();
        Assert.AreEqual(2, outcome.Parameters["noise_variance"]);
        Assert.IsEmpty(outcome.Warnings);
    }

    [TestMethod]
    public async Task Restore_ImagesTooSmallToMeasure_TakesTheModelsDefaultAndTellsIt()
    {
        var outcome = await RestoreAsync(new StackShape(40, 7), (_, x, y) => 10 * x + y);
        Assert.AreEqual(0.5, outcome.Parameters["noise_variance"]);
        StringAssert.StartsWith(outcome.Warnings.Single(), "channel 1 is too small to measure its noise (images of 10 x 10 pixels can be measured): noise_variance 0.5 was assumed");
    }

    [TestMethod]
    public async Task Restore_ChannelWithoutNoise_IsTold()
    {
        var outcome = await RestoreAsync(new StackShape(40, 40), (_, _, _) => 7);
        Assert.AreEqual(0, outcome.Parameters["noise_variance"]);
        CollectionAssert.Contains(outcome.Warnings.ToArray(), "no noise was found in channel 1, so that the model changes little there; give noise_variance if it has noise");
    }

    private static async Task<RestoreOutcome> RestoreAsync(StackShape shape, Func<PlaneIndex, int, int, double> sample)
    {
        using var reader = TiffPlaneReader.Open(Stacks.Write(shape, PixelType.Float32, sample));
        return await _engine.RestoreAsync(new RestoreJob(_engine.Catalog.Find("teller")), reader, new MemoryStream());
    }

    private static async Task<(TiffPlaneReader Result, RestoreOutcome Outcome)> RestoreAsync(params (string Name, double Value)[] given)
    {
        var job = new RestoreJob(_engine.Catalog.Find("teller"), given.ToDictionary(parameter => parameter.Name, parameter => parameter.Value)) { OutputType = OutputType.Float32 };
        var random = new RandomSource(1);
        using var reader = TiffPlaneReader.Open(Stacks.Write(
            new StackShape(128, 128, channels: 2, frames: 3), PixelType.Float32, (index, x, _) => x + (index.Channel == 0 ? 20 : 0.1) * random.NextGaussian()));
        var output = new MemoryStream();
        var outcome = await _engine.RestoreAsync(job, reader, output);
        output.Position = 0;
        return (TiffPlaneReader.Open(output), outcome);
    }

    private static byte[] Teller()
    {
        var graph = new GraphBuilder();
        var image = graph.Input("image", [1, 1, 8, 8], "batch", null, "y", "x");
        graph.Output("result", image * 0 + graph.Input("noise_variance", [1]), "batch", null, "y", "x");
        return graph.Build().ToByteArray();
    }
}
