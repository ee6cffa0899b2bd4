using System.IO.Compression;
using System.Text;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Tests.Support;

namespace FijiBridge.Engine.Tests.Models;

/// <summary>Models that belong to one user: seen by whoever may see them, and never the default of all.</summary>
[TestClass]
public sealed class OwnedModelTests
{
    private readonly TemporaryFolder _user = new();

    [TestCleanup]
    public void Delete() => _user.Dispose();

    private ModelCatalog Catalog => new(_user.At("none"), _user.At("models"));

    [TestMethod]
    public void Find_ModelOfSomebodyElse_IsToldLikeNoModelAndNotNamed()
    {
        Catalog.Import(Model("mine"), owner: "anna");
        Catalog.Import(Model("ours"));
        Assert.AreEqual("anna", Catalog.Find("mine").Owner);
        var hidden = Assert.ThrowsExactly<EngineFailure>(() => Catalog.Find("mine", model => model.Owner is null));
        var missing = Assert.ThrowsExactly<EngineFailure>(() => Catalog.Find("none", model => model.Owner is null));
        Assert.AreEqual(FailureKind.UnknownModel, hidden.Kind);
        Assert.AreEqual(missing.Message.Replace("'none'", "'mine'"), hidden.Message);
    }

    [TestMethod]
    public void Default_OwnedModelOfThatName_IsNotTaken()
    {
        Catalog.Import(Model("denoise"), owner: "anna");
        Catalog.Import(Model("ours"));
        Assert.AreEqual("ours", Catalog.Default.Name);
    }

    [TestMethod]
    public void ExportThenImport_OwnedModel_IsEverybodysUnlessSaidOtherwise()
    {
        Catalog.Import(Model("mine"), owner: "anna");
        using var zip = new MemoryStream();
        Catalog.Export("mine", zip);
        Catalog.Remove("mine");
        zip.Position = 0;
        Assert.IsNull(Catalog.Import(zip).Owner);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("folder/")]
    public void Import_ZipThatNamesAnOwner_IsNotBelieved(string prefix)
    {
        Assert.IsNull(Catalog.Import(Model("ours", prefix, (prefix + ".owner", "berta"u8.ToArray()))).Owner);
        Assert.AreEqual("anna", Catalog.Import(Model("mine", prefix, (prefix + ".owner", "berta"u8.ToArray())), owner: "anna").Owner);
    }

    [TestMethod]
    public void Import_OwnedModelUnderATakenName_IsRefused()
    {
        Catalog.Import(Model("one"));
        Assert.AreEqual(FailureKind.BadRequest, Assert.ThrowsExactly<EngineFailure>(() => Catalog.Import(Model("one"), owner: "anna")).Kind);
    }

    private static MemoryStream Model(string name, string prefix = "", params (string Name, byte[] Content)[] more)
    {
        var stream = new MemoryStream();
        (string Name, byte[] Content)[] own =
            [(prefix + "rdf.yaml", Encoding.UTF8.GetBytes(TestModels.Rdf(name))), (prefix + "model.onnx", TestModels.SumOfChannels(1))];
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (file, content) in own.Concat(more))
            {
                using var entry = archive.CreateEntry(file).Open();
                entry.Write(content);
            }
        }
        stream.Position = 0;
        return stream;
    }
}
