using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Tests.Client;

[TestClass]
public sealed class TemporaryOutputTests
{
    [TestMethod]
    public async Task Commit_AfterWriting_GivesTheFileItsNameAndLeavesNothingElse()
    {
        using var folder = new TemporaryFolder();
        using (var output = TemporaryOutput.Create(folder["result.tif"], overwrite: false))
        {
            await output.WriteAsync("abc"u8.ToArray(), CancellationToken.None);
            Assert.IsFalse(File.Exists(folder["result.tif"]));
            // FIPS 180-4, the example "abc".
            Assert.AreEqual("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", output.Sha256());
            output.Commit();
        }
        CollectionAssert.AreEqual(new[] { "result.tif" }, folder.Names);
        Assert.AreEqual("abc", await File.ReadAllTextAsync(folder["result.tif"]));
    }

    [TestMethod]
    public async Task Dispose_WithoutCommit_LeavesNothing()
    {
        using var folder = new TemporaryFolder();
        using (var output = TemporaryOutput.Create(folder["result.tif"], overwrite: true))
        {
            await output.WriteAsync(new byte[10], CancellationToken.None);
            Assert.HasCount(1, folder.Names);
        }
        Assert.IsEmpty(folder.Names);
    }

    [TestMethod]
    public void Dispose_WithoutCommit_KeepsTheFileThatWasThere()
    {
        using var folder = new TemporaryFolder();
        folder.Write("result.tif", [7]);
        TemporaryOutput.Create(folder["result.tif"], overwrite: true).Dispose();
        CollectionAssert.AreEqual(new byte[] { 7 }, File.ReadAllBytes(folder["result.tif"]));
    }

    [TestMethod]
    public void Commit_AFileHasAppearedMeanwhile_IsNotOverwritten()
    {
        using var folder = new TemporaryFolder();
        using var output = TemporaryOutput.Create(folder["result.tif"], overwrite: false);
        folder.Write("result.tif", [7]);
        var failure = Assert.ThrowsExactly<ClientFailure>(output.Commit);
        Assert.AreEqual(ClientFailureKind.OutputFailed, failure.Kind);
        CollectionAssert.AreEqual(new byte[] { 7 }, File.ReadAllBytes(folder["result.tif"]));
    }

    [TestMethod]
    public void Create_FolderMissing_NamesTheFile()
    {
        using var folder = new TemporaryFolder();
        var failure = Assert.ThrowsExactly<ClientFailure>(() => TemporaryOutput.Create(folder["no/result.tif"], overwrite: false));
        StringAssert.Contains(failure.Message, folder["no/result.tif"]);
    }
}
