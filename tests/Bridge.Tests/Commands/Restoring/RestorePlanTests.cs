using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Commands.Restoring;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Tests.Commands.Restoring;

[TestClass]
public sealed class RestorePlanTests
{
    [TestMethod]
    [DataRow("cell.tif", "cell.ome.tif", "cell.tif")]
    [DataRow("cell.OME.TIFF", "cell.ome.tif", "cell.tif")]
    [DataRow("a.b.tiff", "a.b.ome.tif", "a.b.tif")]
    [DataRow("cell.lsm", "cell.ome.tif", "cell.tif")]
    [DataRow("cell", "cell.ome.tif", "cell.tif")]
    public void OutputName_AnyEnding_IsReplaced(string input, string ome, string imageJ)
    {
        Assert.AreEqual(ome, RestorePlan.OutputName(input, OutputFormat.Ome));
        Assert.AreEqual(imageJ, RestorePlan.OutputName(input, OutputFormat.Imagej));
    }

    [TestMethod]
    public void Make_Folder_TakesItsTiffFilesInOrderAndNoHiddenOnes()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "in/b.tif", "in/a.TIFF", "in/notes.txt", "in/._b.tif", "in/deeper/c.tif" }) folder.Write(name);
        var plan = RestorePlan.Make(Options(folder["in"], folder["out"]));
        Assert.IsTrue(plan.IsBatch);
        CollectionAssert.AreEqual(
            new[] { new RestorePair(folder["in/a.TIFF"], folder["out/a.ome.tif"]), new RestorePair(folder["in/b.tif"], folder["out/b.ome.tif"]) },
            plan.Pairs.ToArray());
    }

    [TestMethod]
    public void Make_Pattern_TakesWhatMatches()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "cell_1.tif", "cell_2.lsm", "other.tif" }) folder.Write(name);
        var plan = RestorePlan.Make(Options(folder["cell_?.*"], folder["out"]));
        CollectionAssert.AreEqual(new[] { folder["cell_1.tif"], folder["cell_2.lsm"] }, plan.Pairs.Select(pair => pair.Input).ToArray());
    }

    [TestMethod]
    public void Make_TwoInputsWithOneOutput_IsRefusedAndNamesBoth()
    {
        using var folder = new TemporaryFolder();
        folder.Write("in/a.tif");
        folder.Write("in/a.tiff");
        var failure = Fails(Options(folder["in"], folder["out"]), ExitCodes.WrongUsage);
        StringAssert.Contains(failure.Message, folder["in/a.tif"] + " and " + folder["in/a.tiff"]);
    }

    [TestMethod]
    public void Make_OutputsExist_IsRefusedOnceUnlessOverwriting()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "in/a.tif", "in/b.tif", "out/a.ome.tif", "out/b.ome.tif" }) folder.Write(name);
        var failure = Fails(Options(folder["in"], folder["out"]), ExitCodes.OutputFailed);
        StringAssert.Contains(failure.Message, "a.ome.tif (and 1 more) exists already: add --overwrite");
        Assert.HasCount(2, RestorePlan.Make(Options(folder["in"], folder["out"]) with { Overwrite = true }).Pairs);
    }

    [TestMethod]
    public void Make_OutputIsTheInput_IsRefusedEvenWhenOverwriting()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.tif");
        File.CreateSymbolicLink(folder["link.tif"], folder["a.tif"]);
        foreach (var output in new[] { folder["a.tif"], folder["../" + Path.GetFileName(folder.Path) + "/a.tif"], folder["link.tif"] })
            Fails(Options(folder["a.tif"], output) with { Overwrite = true }, ExitCodes.WrongUsage);
    }

    [TestMethod]
    public void Make_OutputIsAnotherInputOfTheBatch_IsRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.ome.tif");
        Fails(Options(folder.Path, folder.Path) with { Overwrite = true }, ExitCodes.WrongUsage);
    }

    [TestMethod]
    public void Make_NoInput_SaysSo()
    {
        using var folder = new TemporaryFolder();
        StringAssert.Contains(Fails(Options(folder["a.tif"], folder["b.tif"]), ExitCodes.BadInput).Message, "no such file");
        StringAssert.Contains(Fails(Options(folder["*.tif"], folder["out"]), ExitCodes.BadInput).Message, "no TIFF files");
        StringAssert.Contains(Fails(Options(folder["no/*.tif"], folder["out"]), ExitCodes.BadInput).Message, "does not exist");
    }

    [TestMethod]
    public void Make_OutputFolderMissing_SaysSo()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.tif");
        StringAssert.Contains(Fails(Options(folder["a.tif"], folder["no/b.tif"]), ExitCodes.OutputFailed).Message, "create it first");
    }

    [TestMethod]
    public void Make_FileForFolderAndFolderForFile_AreRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("in/a.tif");
        folder.Write("b.tif");
        StringAssert.Contains(Fails(Options(folder["in/a.tif"], folder["in"]), ExitCodes.WrongUsage).Message, "is a folder");
        StringAssert.Contains(Fails(Options(folder["in"], folder["b.tif"]), ExitCodes.WrongUsage).Message, "is a file");
    }

    private static RestoreOptions Options(string input, string output) => new() { Input = input, Output = output, Settings = new RestoreSettings() };

    private static CommandFailure Fails(RestoreOptions options, int exitCode)
    {
        var failure = Assert.ThrowsExactly<CommandFailure>(() => RestorePlan.Make(options));
        Assert.AreEqual(exitCode, failure.ExitCode, failure.Message);
        return failure;
    }
}
