using System.Buffers.Binary;
using System.Text;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Models.Onnx;
using FijiBridge.Engine.Tests.Support;
using Google.Protobuf;

namespace FijiBridge.Engine.Tests.Models;

/// <summary>Models that were made to do harm: refused in a sentence, and nothing is left of them.</summary>
[TestClass]
public sealed class ModelSafetyTests
{
    private static readonly string Rdf = TestModels.Rdf("one");

    private readonly TemporaryFolder _user = new();

    [TestCleanup]
    public void Delete() => _user.Dispose();

    public static IEnumerable<object[]> Networks() =>
    [
        ["a constant in another file", (ModelProto model) => model.Graph.Node.Add(Constant(new AttributeProto { Name = "value", T = External() })), "in another file"],
        ["a list of constants in another file", (ModelProto model) => model.Graph.Node.Add(Constant(new AttributeProto { Name = "value", Tensors = { External() } })), "in another file"],
        ["sparse weights in another file", (ModelProto model) => model.Graph.SparseInitializer.Add(new SparseTensorProto { Values = External() }), "in another file"],
        ["sparse indices in another file", (ModelProto model) => model.Graph.Node.Add(Constant(new AttributeProto { SparseTensor = new SparseTensorProto { Indices = External() } })), "in another file"],
        ["weights of a branch in another file", (ModelProto model) => model.Graph.Node.Add(Branch(new GraphProto { Initializer = { External() } })), "in another file"],
        ["weights of a function in another file", (ModelProto model) => model.Functions.Add(new FunctionProto { Name = "f", Domain = "own", Node = { Constant(new AttributeProto { T = External() }) } }), "in another file"],
        ["a foreign operator in a branch", (ModelProto model) => model.Graph.Node.Add(Branch(new GraphProto { Node = { new NodeProto { Domain = "org.evil" } } })), "domain 'org.evil'"],
        ["a foreign operator in a function", (ModelProto model) => model.Functions.Add(new FunctionProto { Name = "f", Domain = "own", Node = { new NodeProto { Domain = "org.evil" } } }), "domain 'org.evil'"],
        ["branches deeper than any message", (ModelProto model) => model.Graph.Node.Add(Branch(Nested(500))), "not an ONNX file"],
    ];

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Import_HarmfulNetwork_IsRefused(string what, Action<ModelProto> harm, string expected)
    {
        var model = ModelProto.Parser.ParseFrom(TestModels.SumOfChannels(1));
        harm(model);
        StringAssert.Contains(Refused(TestModels.Zip(("rdf.yaml", Text(Rdf)), ("model.onnx", model.ToByteArray()))), expected, what);
    }

    [TestMethod]
    [DataRow("[", "more than 64 levels")]
    [DataRow("{a: ", "more than 64 levels")]
    [DataRow("- ", "more than 64 levels")]
    [DataRow("!t [", "more than 64 levels")]
    public void Import_DescriptionOfBracketsWithoutEnd_IsRefused(string open, string expected) =>
        StringAssert.Contains(Refused(TestModels.Zip(("rdf.yaml", Text(string.Concat(Enumerable.Repeat(open, 200_000)))), ("model.onnx", [1]))), expected);

    [TestMethod]
    public void Import_DescriptionThatRepeatsItself_IsRefused()
    {
        var lines = Enumerable.Range(1, 30).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]");
        StringAssert.Contains(Refused(TestModels.Zip(("rdf.yaml", Text("a0: &a0 [x]\n" + string.Join('\n', lines))), ("model.onnx", [1]))), "entries");
    }

    [TestMethod]
    [DataRow("1000000")]
    [DataRow("{min: 50000, step: 1}")]
    public void Import_TilesLargerThanMemory_AreRefusedBeforeTheNetworkRuns(string size) =>
        StringAssert.Contains(Refused(TestModels.Zip(("rdf.yaml", Text(TestModels.Rdf("one", size: size))), ("model.onnx", TestModels.SumOfChannels(1)))), "the smallest tile of the model one");

    [TestMethod]
    public void Import_ZipOfMillionsOfNames_IsRefusedBeforeTheyAreRead()
    {
        var zip = TestModels.Zip([.. Enumerable.Range(0, 2001).Select(i => ($"f{i}", Array.Empty<byte>()))]);
        StringAssert.Contains(Refused(zip), "more than 200 files");
        // It says that it has one entry, but 40 MB of them follow.
        var lying = new MemoryStream();
        var entry = new byte[46];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, 0x02014b50);
        for (var i = 0; i < 900_000; i++) lying.Write(entry);
        lying.Write([0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        lying.Position = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        StringAssert.Contains(Refused(lying), "a directory for more than 200 files");
        Assert.IsLessThan(5_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void Import_ZipInTheLargeFormat_IsRefused()
    {
        byte[] end = [0x50, 0x4B, 5, 6, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0];
        StringAssert.Contains(Refused(new MemoryStream(end)), "zip");
        StringAssert.Contains(Refused(new MemoryStream(end[..12])), "zip");
        StringAssert.Contains(Refused(new MemoryStream([])), "zip");
    }

    private string Refused(MemoryStream zip)
    {
        var catalog = new ModelCatalog(_user.At("none"), _user.At("models"), null, ModelCheck.Require);
        var failure = Assert.ThrowsExactly<EngineFailure>(() => catalog.Import(zip));
        Assert.IsTrue(failure.Kind is FailureKind.BadModel or FailureKind.LimitExceeded, failure.Message);
        Assert.IsEmpty(Directory.GetFileSystemEntries(_user.At("models")));
        return failure.Message;
    }

    private static TensorProto External() => new() { Name = "outside", DataLocation = TensorProto.Types.DataLocation.External };

    private static NodeProto Constant(AttributeProto attribute) => new() { OpType = "Constant", Attribute = { attribute } };

    private static NodeProto Branch(GraphProto graph) => new() { OpType = "If", Attribute = { new AttributeProto { Name = "then_branch", G = graph } } };

    private static GraphProto Nested(int levels)
    {
        var graph = new GraphProto();
        for (var i = 0; i < levels; i++) graph = new GraphProto { Node = { Branch(graph) } };
        return graph;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
