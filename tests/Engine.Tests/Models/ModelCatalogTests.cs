using System.Text;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Models.Onnx;
using FijiBridge.Engine.Tests.Support;
using Google.Protobuf;

namespace FijiBridge.Engine.Tests.Models;

[TestClass]
public sealed class ModelCatalogTests
{
    private static readonly byte[] Network = TestModels.SumOfChannels(1);

    private readonly TemporaryFolder _user = new();

    [TestCleanup]
    public void Delete() => _user.Dispose();

    private ModelCatalog Catalog(ModelLimits? limits = null) => new(_user.At("none"), _user.At("models"), limits);

    private static MemoryStream Model(string? rdf = null, byte[]? onnx = null, string prefix = "") =>
        TestModels.Zip((prefix + "rdf.yaml", Encoding.UTF8.GetBytes(rdf ?? TestModels.Rdf("one"))), (prefix + "model.onnx", onnx ?? Network));

    private static EngineFailure Refused(Action import) => Assert.ThrowsExactly<EngineFailure>(import);

    [TestMethod]
    [DataRow("")]
    [DataRow("one-1.2.3/")]
    public void Import_Zip_IsThereAtOnceForEveryone(string prefix)
    {
        var model = Catalog().Import(Model(prefix: prefix));
        Assert.AreEqual("one", model.Name);
        Assert.IsFalse(model.BuiltIn);
        Assert.AreEqual(model.Sha256, Catalog().Find("one").Sha256);
        Assert.AreEqual("one", Catalog().Default.Name);
    }

    [TestMethod]
    public void Export_ThenImport_IsTheSameModel()
    {
        Catalog().Import(Model());
        using var zip = new MemoryStream();
        Catalog().Export("one", zip);
        Catalog().Remove("one");
        Assert.IsEmpty(Catalog().List());
        Assert.IsEmpty(Directory.GetFileSystemEntries(_user.At("models")));
        zip.Position = 0;
        Assert.AreEqual("one", Catalog().Import(zip).Name);
    }

    [TestMethod]
    public void Import_SameModelTwice_ChangesNothing()
    {
        Catalog().Import(Model());
        Catalog().Import(Model());
        Assert.HasCount(1, Catalog().List());
    }

    [TestMethod]
    public void Import_SameNameOtherContent_IsRefused()
    {
        Catalog().Import(Model());
        var failure = Refused(() => Catalog().Import(Model(onnx: TestModels.SumOfChannels(2))));
        Assert.AreEqual(FailureKind.BadRequest, failure.Kind);
        StringAssert.Contains(failure.Message, "with other content is installed");
        Assert.HasCount(1, Directory.GetFileSystemEntries(_user.At("models")));
    }

    [TestMethod]
    [DataRow("../evil")]
    [DataRow("a/../../evil")]
    [DataRow("/evil")]
    [DataRow("C:/evil")]
    [DataRow("a\\..\\evil")]
    [DataRow("evil\0.txt")]
    public void Import_FileThatClimbsOut_IsRefusedAndWritesNothing(string name)
    {
        var failure = Refused(() => Catalog().Import(TestModels.Zip((name, [1]), ("rdf.yaml", Encoding.UTF8.GetBytes(TestModels.Rdf("one"))), ("model.onnx", Network))));
        Assert.AreEqual(FailureKind.BadModel, failure.Kind);
        StringAssert.Contains(failure.Message, "outside the model's folder");
        Assert.IsEmpty(Directory.GetFileSystemEntries(_user.Path, "evil*", SearchOption.AllDirectories));
        Assert.IsEmpty(Directory.GetFileSystemEntries(_user.At("models")));
    }

    [TestMethod]
    public void Import_DescriptionNamesAFileOutside_IsRefused()
    {
        foreach (var name in new[] { "../../model.onnx", "/etc/passwd", "\"model\\0.onnx\"" })
        {
            var failure = Refused(() => Catalog().Import(Model(TestModels.Rdf("one").Replace("source: model.onnx", "source: " + name, StringComparison.Ordinal))));
            StringAssert.Contains(failure.Message, "not inside the model");
        }
    }

    [TestMethod]
    public void Import_OtherHashThanDescribed_IsRefused()
    {
        var failure = Refused(() => Catalog().Import(Model(TestModels.Rdf("one", weights: ", sha256: " + new string('0', 64)))));
        StringAssert.Contains(failure.Message, "the description says 0000");
    }

    [TestMethod]
    public void Import_WeightsInAnotherFile_AreRefused()
    {
        var model = ModelProto.Parser.ParseFrom(Network);
        model.Graph.Initializer[0].DataLocation = TensorProto.Types.DataLocation.External;
        StringAssert.Contains(Refused(() => Catalog().Import(Model(onnx: model.ToByteArray()))).Message, "keeps the weights 'weights' in another file");
    }

    [TestMethod]
    public void Import_OperatorsOfAnotherDomain_AreRefused()
    {
        var model = ModelProto.Parser.ParseFrom(Network);
        model.Graph.Node[0].Domain = "org.evil";
        StringAssert.Contains(Refused(() => Catalog().Import(Model(onnx: model.ToByteArray()))).Message, "domain 'org.evil'");
    }

    [TestMethod]
    public void Import_MoreThanTheLimits_IsRefused()
    {
        var large = TestModels.Zip(("rdf.yaml", Encoding.UTF8.GetBytes(TestModels.Rdf("one"))), ("model.onnx", Network), ("zeros", new byte[100_000]));
        Assert.AreEqual(FailureKind.LimitExceeded, Refused(() => Catalog(new ModelLimits { MaxBytes = 50_000 }).Import(large)).Kind);
        Assert.AreEqual(FailureKind.LimitExceeded, Refused(() => Catalog(new ModelLimits { MaxFiles = 1 }).Import(Model())).Kind);
        Assert.IsEmpty(Directory.GetFileSystemEntries(_user.At("models")));
    }

    [TestMethod]
    public void Import_WhatIsNoModel_IsRefused()
    {
        StringAssert.Contains(Refused(() => Catalog().Import(new MemoryStream([1, 2, 3]))).Message, "not a zip file");
        StringAssert.Contains(Refused(() => Catalog().Import(TestModels.Zip(("readme.txt", [1])))).Message, "there is no rdf.yaml");
        StringAssert.Contains(Refused(() => Catalog().Import(Model(onnx: [255, 255, 255]))).Message, "not an ONNX file");
        StringAssert.Contains(Refused(() => Catalog().Import(_user.At("nothing"))).Message, "no file or folder");
        StringAssert.Contains(Refused(() => new ModelCatalog(_user.Path).Import(Model())).Message, "--models");
    }

    [TestMethod]
    public void Import_NetworkThatDoesNotReproduceItsTest_IsRefused()
    {
        static byte[] Npy(params float[] values)
        {
            var path = Path.GetTempFileName();
            new NpyFile([1, 1, 2, 2], values).Write(path);
            var bytes = File.ReadAllBytes(path);
            File.Delete(path);
            return bytes;
        }
        var rdf = TestModels.Rdf("one").Replace("    preprocessing", "    test_tensor: in.npy\n    preprocessing", StringComparison.Ordinal)
            .Replace("weights:\n", "    test_tensor: out.npy\nweights:\n", StringComparison.Ordinal);
        MemoryStream Tested(params float[] output) => TestModels.Zip(
            ("rdf.yaml", Encoding.UTF8.GetBytes(rdf)), ("model.onnx", Network), ("in.npy", Npy(1, 2, 3, 4)), ("out.npy", Npy(output)));
        var catalog = new ModelCatalog(_user.At("none"), _user.At("models"), check: ModelCheck.Require);
        StringAssert.Contains(Refused(() => catalog.Import(Tested(1, 2, 3, 5))).Message, "1 of 4 numbers differ");
        Assert.AreEqual("one", catalog.Import(Tested(1, 2, 3, 4)).Name);
    }

    [TestMethod]
    public void Import_NetworkThatIsNotAsDescribed_IsRefused()
    {
        var catalog = new ModelCatalog(_user.At("none"), _user.At("models"), check: ModelCheck.Require);
        Refused(() => catalog.Import(Model(onnx: TestModels.SumOfChannels(1, 2, 3))));
        Assert.IsEmpty(catalog.List());
    }

    [TestMethod]
    public void Find_UnknownName_TellsWhatThereIs()
    {
        Catalog().Import(Model());
        var failure = Refused(() => Catalog().Find("two"));
        Assert.AreEqual(FailureKind.UnknownModel, failure.Kind);
        StringAssert.Contains(failure.Message, "one");
    }

    [TestMethod]
    public void List_FolderWithABrokenModel_IsLeftOutAndSaid()
    {
        Catalog().Import(Model());
        Directory.CreateDirectory(_user.At("models/broken"));
        Assert.HasCount(1, Catalog().List());
        StringAssert.StartsWith(Catalog().Broken().Single(), "broken: there is no rdf.yaml");
        StringAssert.Contains(Refused(() => Catalog().Find("broken")).Message, "there is no rdf.yaml");
    }

    [TestMethod]
    public void Remove_BuiltInModel_IsRefused()
    {
        var failure = Refused(() => new ModelCatalog(ModelCatalog.BuiltInFolder, _user.At("models")).Remove("smooth"));
        StringAssert.Contains(failure.Message, "came with the program");
    }

    [TestMethod]
    [DataRow("denoise-time.v2", true)]
    [DataRow("Denoise", false)]
    [DataRow("..", false)]
    [DataRow("a/b", false)]
    [DataRow("con.x", false)]
    [DataRow("com1", false)]
    [DataRow("", false)]
    public void Names_OnlyHarmlessOnes_AreValid(string name, bool valid) => Assert.AreEqual(valid, ModelNames.IsValid(name));
}
