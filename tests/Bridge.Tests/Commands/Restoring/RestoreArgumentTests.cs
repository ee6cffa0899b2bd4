using FijiBridge.Bridge.Commands;

namespace FijiBridge.Bridge.Tests.Commands.Restoring;

[TestClass]
public sealed class RestoreArgumentTests
{
    [TestMethod]
    [DataRow("restore", "INPUT")]
    [DataRow("restore a.tif", "OUTPUT")]
    [DataRow("restore a.tif b.tif c.tif", "c.tif follows INPUT and OUTPUT: put a pattern in quotes")]
    [DataRow("restore a.tif b.tif --output-type int", "choose one of same, float32")]
    [DataRow("restore a.tif b.tif --format png", "choose one of ome, imagej")]
    [DataRow("restore a.tif b.tif --device gpu", "choose one of auto, cpu, webgpu, cuda, tensorrt, directml, coreml")]
    [DataRow("restore a.tif b.tif --server ftp://x", "write host:port")]
    [DataRow("restore a.tif b.tif --server x --device cpu", "leave one of them out")]
    [DataRow("restore a.tif b.tif --parameter sigma", "write name=value")]
    [DataRow("restore a.tif b.tif --parameter sigma=nan", "write name=value")]
    [DataRow("restore a.tif b.tif --parameter s=1 --parameter s=2", "--parameter s is given twice")]
    [DataRow("restore a.tif b.tif --colour", "there is no option --colour")]
    [DataRow("restroe a.tif b.tif", "restroe")]
    [DataRow("", "ommand")]
    public async Task Restore_WrongArguments_OneSentenceAndExitCode2(string line, string expected)
    {
        var run = await Run.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.AreEqual(ExitCodes.WrongUsage, run.ExitCode);
        Assert.AreEqual("", run.Out);
        StringAssert.Contains(run.Error, expected);
        Assert.HasCount(1, run.Error.TrimEnd().Split('\n'), run.Error);
    }

    [TestMethod]
    public async Task Restore_WrongArgumentsQuietly_OneStatusLineAndNothingOnError()
    {
        var run = await Run.Of("restore", "a.tif", "b.tif", "--quiet", "--format", "jp\u00e9g");
        Assert.AreEqual(ExitCodes.WrongUsage, run.ExitCode);
        Assert.AreEqual("", run.Error);
        StringAssert.StartsWith(run.Out, "ERROR --format jp?g: choose one of ome, imagej");
    }

    [TestMethod]
    public async Task Restore_MissingInputAsJson_PrintsOneObject()
    {
        var run = await Run.Of("restore", "/nowhere/a.tif", "b.tif", "--json", "--quiet");
        Assert.AreEqual(ExitCodes.BadInput, run.ExitCode);
        Assert.AreEqual("""{"status":"error","exit_code":3,"error":"/nowhere/a.tif: there is no such file or folder"}""", run.Out.TrimEnd());
    }
}
