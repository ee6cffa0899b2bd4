using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Tests.Client;
using FijiBridge.Engine.Images;

namespace FijiBridge.Bridge.Tests.Commands;

[TestClass]
public sealed class WholeProgramTests
{
    [TestMethod]
    [DataRow("INT")]
    [DataRow("TERM")]
    public async Task Restore_Interrupted_CancelsOnTheServerLeavesNothingAndReturns130(string signal)
    {
        if (OperatingSystem.IsWindows()) Assert.Inconclusive("signals are sent with kill");
        using var folder = new TemporaryFolder();
        folder.Write("in.tif");
        var fake = new FakeRestoration { NeverEnds = true };
        await using var server = await FakeServer.StartAsync(fake);
        using var program = new ChildProcess("restore", folder["in.tif"], folder["out.tif"], "--server", server.Address.ToString(), "--quiet");
        await fake.Running.Task.WaitAsync(TimeSpan.FromSeconds(60));
        program.Signal(signal);
        var run = await program.EndAsync();
        Assert.AreEqual(new Run(ExitCodes.Interrupted, "ERROR interrupted" + Environment.NewLine, ""), run);
        CollectionAssert.AreEqual(new[] { FakeRestoration.JobId }, fake.Cancelled);
        CollectionAssert.AreEqual(new[] { "in.tif" }, folder.Names);
    }

    [TestMethod]
    public async Task Restore_OnAServer_NeverLoadsTheEngine()
    {
        if (!OperatingSystem.IsLinux()) Assert.Inconclusive("what a process has loaded is read from /proc");
        using var folder = new TemporaryFolder();
        folder.Write("in.tif");
        var fake = new FakeRestoration { NeverEnds = true };
        await using var server = await FakeServer.StartAsync(fake);
        using var program = new ChildProcess("restore", folder["in.tif"], folder["out.tif"], "--server", server.Address.ToString(), "--quiet");
        await fake.Running.Task.WaitAsync(TimeSpan.FromSeconds(60));
        AssertClientOnly(program.Assemblies());
    }

    [TestMethod]
    public async Task Models_OfAServer_NeverLoadTheEngine()
    {
        if (!OperatingSystem.IsLinux()) Assert.Inconclusive("what a process has loaded is read from /proc");
        var models = new FakeModels { NeverEnds = true };
        await using var server = await FakeServer.StartAsync(new FakeRestoration(), models);
        using var program = new ChildProcess("models", "--server", server.Address.ToString());
        await models.Asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
        AssertClientOnly(program.Assemblies());
    }

    [TestMethod]
    public async Task Restore_HereInterrupted_LeavesNoFileAndNoJob()
    {
        if (OperatingSystem.IsWindows()) Assert.Inconclusive("signals are sent with kill");
        using var folder = new TemporaryFolder();
        SmallStack.Write(folder["in.tif"], new StackShape(512, 512, frames: 60));
        // The server inside keeps its files among the user's data, which is here for once.
        using var program = new ChildProcess([new("XDG_DATA_HOME", folder["data"])], "restore", folder["in.tif"], folder["out.tif"], "--device", "cpu");
        await program.ErrorLineAsync("in.tif: restoring");
        program.Signal("INT");
        var run = await program.EndAsync();
        Assert.AreEqual(ExitCodes.Interrupted, run.ExitCode, run.Error);
        CollectionAssert.AreEqual(new[] { "data", "in.tif" }, folder.Names);
        Assert.IsEmpty(Directory.EnumerateFiles(folder["data"], "*.tif", SearchOption.AllDirectories));
    }

    private static void AssertClientOnly(string[] assemblies)
    {
        CollectionAssert.Contains(assemblies, "FijiBridge.Protos");
        foreach (var name in new[] { "FijiBridge.Engine", "Microsoft.ML.OnnxRuntime", "Microsoft.AspNetCore.Server.Kestrel.Core", "Spectre.Console" })
            CollectionAssert.DoesNotContain(assemblies, name);
    }
}
