using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Tests.Client;

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

    private static void AssertClientOnly(string[] assemblies)
    {
        CollectionAssert.Contains(assemblies, "FijiBridge.Protos");
        foreach (var name in new[] { "FijiBridge.Engine", "Microsoft.ML.OnnxRuntime", "Microsoft.AspNetCore.Server.Kestrel.Core", "Spectre.Console" })
            CollectionAssert.DoesNotContain(assemblies, name);
    }
}
