using FijiBridge.Engine.Images;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Tests.Restoration;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Tiff;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Architectures;
using FijiBridge.Engine.Training.Graph;
using FijiBridge.Engine.Training.Packages;

namespace FijiBridge.Engine.Tests.Training.Packages;

[TestClass]
public sealed class ModelPackageWriterTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    private static readonly ModelDescription Description = new()
    {
        Name = "my-cells",
        Description = "Cells: \"living\" ones # and others",
        Authors = ["A. Biologist", "B: Optician"],
        Noise = (0.25, 1.5),
        Evaluations = [new ModelEvaluation(EvaluationRole.Independent, "dish 7", 3, Scores(), Affine: true)],
    };

    [TestMethod]
    [DataRow("unet", 1, false, 1)]
    [DataRow("unet", 3, false, 1)]
    [DataRow("unet", 1, true, 1)]
    [DataRow("dncnn", 5, false, 1)]
    [DataRow("rednet", 1, false, 1)]
    [DataRow("rcan", 1, false, 2)]
    public void Write_OfEveryKindOfNetwork_IsImportedUnchanged(string name, int frames, bool volume, int scale)
    {
        var trained = Untrained(new Network(Small(name, volume, scale), frames));
        var depth = volume ? 9 : 1;

        ModelPackageWriter.Write(_folder.At("package"), trained, Description, Image(frames, depth, 40, 48, volume));
        var model = Catalog().Import(_folder.At("package"));

        Assert.AreEqual("my-cells", model.Name);
        Assert.AreEqual((frames, volume, scale), (model.Constraints.Frames, model.Constraints.ThreeDimensional, model.Constraints.Scale));
        Assert.IsTrue(ModelCheck.Run(model, DeviceKind.Cpu).Passed);
        CollectionAssert.AreEqual(Description.Authors.ToArray(), model.Card.Authors.ToArray());
        Assert.AreEqual(Description.Description, model.Card.Description);
    }

    [TestMethod]
    public void Write_HaloIsTheReceptiveFieldAndStepsAreTheDivisor()
    {
        var trained = Untrained(new Network(new UNet(2, 4)));
        var reach = trained.Network.Architecture.ReceptiveField()[^1];

        ModelPackageWriter.Write(_folder.At("package"), trained, Description, Image(1, 1, 20, 20));
        var axis = ModelFolder.Open(_folder.At("package"), builtIn: false).Constraints.X;

        Assert.AreEqual((reach + reach % 2, 4), (axis.Halo, axis.Step));
        Assert.IsGreaterThan(2 * axis.Halo, axis.Min);
        Assert.AreEqual(0, axis.Min % 4);
    }

    [TestMethod]
    public async Task Write_ThenRestore_GivesTheTrainedNetworksResultInTheUnitsOfTheInput()
    {
        // A network of zeros hands its input on, so that whatever is done before it must be undone after it.
        var network = new Network(new UNet(1, 2));
        var zeros = Untrained(network) with { Weights = new float[network.Layout.Count] };
        ModelPackageWriter.Write(_folder.At("package"), zeros, Description, Image(1, 1, 40, 40));
        await using var engine = RestorationEngine.Start(new EngineOptions { Device = "cpu", UserModels = _folder.At("models") });
        var job = new RestoreJob(engine.Catalog.Import(_folder.At("package")));
        var shape = new StackShape(50, 33, channels: 1, slices: 1, frames: 2);
        double Pattern(PlaneIndex index, int x, int y) => 300 + (x * 7 + y * 13 + index.Frame * 110) % 800;
        using var input = TiffPlaneReader.Open(Stacks.Write(shape, PixelType.UInt16, Pattern));
        var output = new MemoryStream();

        await engine.RestoreAsync(job, input, output);

        output.Position = 0;
        using var result = TiffPlaneReader.Open(output);
        foreach (var index in shape.Planes()) CollectionAssert.AreEqual(input.Samples(index), result.Samples(index));
    }

    [TestMethod]
    public void Write_TellsFiguresNoiseAndFrames()
    {
        ModelPackageWriter.Write(_folder.At("package"), Untrained(new Network(Small("unet"), 3)), Description, Image(3, 1, 40, 40));

        var yaml = File.ReadAllText(_folder.At("package/rdf.yaml"));
        StringAssert.Contains(yaml, "dataset_role: independent");
        StringAssert.Contains(yaml, "smallest: 0.25");
        StringAssert.Contains(yaml, "frames: 3");
        StringAssert.Contains(yaml, "- 28.5");
        var readme = File.ReadAllText(_folder.At("package/README.md"));
        StringAssert.Contains(readme, "| restored | 31.00 | 0.9000 | 0.1000 |");
        StringAssert.Contains(readme, "Independent sample");
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Write_TellsWhetherArtefactsAreRemoved(bool removed)
    {
        ModelPackageWriter.Write(_folder.At("package"), Untrained(new Network(Small("unet"))), Description with { RemovesArtefacts = removed }, Image(1, 1, 40, 40));
        Assert.AreEqual(removed, ModelFolder.Open(_folder.At("package"), builtIn: false).Card.RemovesArtefacts);
    }

    [TestMethod]
    public void Write_OfANetworkThatCannotBeReproduced_LeavesNothing()
    {
        var trained = Untrained(new Network(Small("unet")));
        trained.Weights[0] = float.NaN;

        Assert.ThrowsExactly<EngineFailure>(() => ModelPackageWriter.Write(_folder.At("package"), trained, Description, Image(1, 1, 40, 40)));

        Assert.IsEmpty(Directory.EnumerateFileSystemEntries(_folder.Path).ToArray());
    }

    [TestMethod]
    public void Write_WithSurroundings_TestsTheWholeFile()
    {
        var trained = Untrained(new Network(new DnCnn(3, 4), Maps: 1));
        var around = new Surroundings(1, image => new[] { image, image.Abs() }.Concat(1), restored => restored);
        var description = Description with { Before = [new ProcessingStep("zero_mean_unit_variance", new Dictionary<string, object?>())] };

        ModelPackageWriter.Write(_folder.At("package"), trained, description, Image(1, 1, 30, 30), around);

        Assert.IsTrue(ModelCheck.Run(Catalog().Import(_folder.At("package")), DeviceKind.Cpu).Passed);
    }

    [TestMethod]
    [DataRow("My Cells", "cannot be the name of a model")]
    [DataRow("con", "cannot be the name of a model")]
    public void Write_UnderAnImpossibleName_IsRefused(string name, string reason)
    {
        var failure = Assert.ThrowsExactly<EngineFailure>(() => ModelPackageWriter.Write(
            _folder.At("package"), Untrained(new Network(Small("unet"))), Description with { Name = name }, Image(1, 1, 40, 40)));

        StringAssert.Contains(failure.Message, reason);
    }

    private ModelCatalog Catalog() => new(_folder.At("none"), _folder.At("models"), check: ModelCheck.Require);

    private static Architecture Small(string name, bool volume = false, int scale = 1) => name switch
    {
        "unet" => new UNet(1, 2, volume),
        "rednet" => new RedNet(4, 4),
        "rcan" => new Rcan(1, 1, 8, 8, scale),
        _ => new DnCnn(3, 4),
    };

    private static TestImage Image(int frames, int depth, int height, int width, bool volume = false)
    {
        var samples = Enumerable.Range(0, frames * depth * height * width).Select(i => 100 + 50 * MathF.Sin(i * 0.37f)).ToArray();
        return new TestImage(samples, volume ? [1, frames, depth, height, width] : [1, frames, height, width]);
    }

    private static TrainedNetwork Untrained(Network network) =>
        new(network, network.Layout.Initialize(1), 100, 80, 30.5, StopReason.Finished, TimeSpan.FromSeconds(9));

    private static PairScores Scores() => new(
        "mean of 3", 255, new Scores(20, 0.5, 0.3), 1.5, new Scores(28.5, 0.8, 0.2), new Scores(25, 0.7, 0.2), new Scores(27, 0.8, 0.2), new Scores(31, 0.9, 0.1));
}
