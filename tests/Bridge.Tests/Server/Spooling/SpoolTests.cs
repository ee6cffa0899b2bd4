using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Engine;

namespace FijiBridge.Bridge.Tests.Server.Spooling;

[TestClass]
public sealed class SpoolTests
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), "fijibridge-tests-" + Guid.NewGuid().ToString("N"));

    [TestCleanup]
    public void DeleteRoot()
    {
        if (Directory.Exists(_root)) Directory.Delete(_root, recursive: true);
    }

    [TestMethod]
    public void Rent_MoreThanIsFree_IsRefusedWithBothNumbers()
    {
        using var spool = new Spool(_root, 1000);
        using var place = spool.Rent(400);
        var failure = Assert.ThrowsExactly<EngineFailure>(() => spool.Rent(601));
        Assert.AreEqual(FailureKind.OutOfSpace, failure.Kind);
        StringAssert.Contains(failure.Message, "600 of 1000");
        Assert.AreEqual(400, spool.UsedBytes);
    }

    [TestMethod]
    public void FreeBytes_MoreAllowedThanTheDiskHas_IsWhatTheDiskHas()
    {
        using var spool = new Spool(_root, long.MaxValue / 2);
        Assert.IsLessThan(1L << 50, spool.FreeBytes);
    }

    [TestMethod]
    public void Write_BeyondThePromiseAndTheRoom_IsRefusedAndNothingIsLost()
    {
        using var spool = new Spool(_root, 1000);
        using (var place = spool.Rent(10))
        {
            place.Input.Write(new byte[900], 0);
            Assert.ThrowsExactly<EngineFailure>(() => place.Result.Write(new byte[101], 0));
            place.Input.Dispose();
            place.Result.Write(new byte[1000], 0);
        }
        Assert.AreEqual(0, spool.UsedBytes);
    }

    [TestMethod]
    public void Write_OverBytesThatAreThere_TakesNoMoreRoom()
    {
        using var spool = new Spool(_root, 100);
        using var place = spool.Rent(0);
        place.Result.Write(new byte[100], 0);
        place.Result.Write(new byte[100], 0);
        Assert.AreEqual(100, place.Result.Length);
    }

    [TestMethod]
    public void Dispose_OfAPlace_DeletesItsFilesAtOnce()
    {
        using var spool = new Spool(_root, 1000);
        using (var place = spool.Rent(0))
        {
            place.Input.Write([1, 2, 3], 0);
            Assert.HasCount(2, Directory.GetFiles(spool.Folder));
        }
        Assert.IsEmpty(Directory.GetFiles(spool.Folder));
    }

    [TestMethod]
    public void Dispose_OfTheSpool_LeavesTheRootEmpty()
    {
        using (var spool = new Spool(_root, 1000)) spool.Rent(0).Input.Write([1], 0);
        Assert.IsEmpty(Directory.GetFileSystemEntries(_root));
    }

    [TestMethod]
    public void Open_BesideALiveServer_KeepsItsFiles()
    {
        using var first = new Spool(_root, 1000);
        first.Rent(0).Input.Write([1], 0);
        using (var second = new Spool(_root, 1000)) Assert.AreNotEqual(first.Folder, second.Folder);
        using var third = new Spool(_root, 1000);
        Assert.HasCount(2, Directory.GetFiles(first.Folder));
    }

    [TestMethod]
    public void Open_AfterAServerDied_DeletesWhatItLeft()
    {
        var dead = Directory.CreateDirectory(Path.Combine(_root, "server-0123")).FullName;
        File.WriteAllText(dead + ".lock", "");
        File.WriteAllText(Path.Combine(dead, "a.input"), "left over");
        using var spool = new Spool(_root, 1000);
        Assert.IsFalse(Directory.Exists(dead) || File.Exists(dead + ".lock"));
        Assert.IsTrue(Directory.Exists(spool.Folder));
    }

    [TestMethod]
    public void Open_BesideForeignFiles_LeavesThemAlone()
    {
        Directory.CreateDirectory(_root);
        var foreign = Path.Combine(_root, "thesis.tex");
        File.WriteAllText(foreign, "years of work");
        using (new Spool(_root, 1000))
        {
        }
        Assert.IsTrue(File.Exists(foreign));
    }

    [TestMethod]
    public void Open_WhereAFileIs_FailsInsteadOfTryingForEver()
    {
        Directory.CreateDirectory(_root);
        var file = Path.Combine(_root, "file");
        File.WriteAllText(file, "");
        Assert.Throws<IOException>(() => new Spool(file, 1000));
    }

    [TestMethod]
    public void Open_OnUnix_IsReadableByItsUserAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Windows has no mode bits");
            return;
        }
        using var spool = new Spool(_root, 1000);
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(spool.Folder));
    }
}
