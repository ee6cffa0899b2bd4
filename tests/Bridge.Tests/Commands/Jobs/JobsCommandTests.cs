using System.Text.Json.Nodes;
using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Tests.Server;

namespace FijiBridge.Bridge.Tests.Commands.Jobs;

/// <summary>A user whose computer went away in the middle, and who comes back for the result.</summary>
[TestClass]
public sealed class JobsCommandTests : ServerTest
{
    private static readonly byte[] Stack = TestStacks.Ramp();

    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void DeleteFolder() => _folder.Dispose();

    [TestMethod]
    public async Task Jobs_AfterTheClientWentAway_AreListedAndFetched()
    {
        await StartAsync(FakeRestorations.Copy);
        var id = (await Client.RestoreAsync(Stack)).JobId;
        var listed = await RunAsync("jobs");
        StringAssert.Contains(listed.Out, id);
        StringAssert.Contains(listed.Out, "cells.tif");
        var json = JsonNode.Parse((await RunAsync("jobs", "list", "--json")).Out)!["jobs"]!.AsArray().Single()!;
        Assert.AreEqual((id, "done", Stack.Length), ((string?)json["job"], (string?)json["status"], (int)json["result_bytes"]!));
        var fetched = await RunAsync("jobs", "fetch", id, _folder["result.tif"]);
        Assert.AreEqual(ExitCodes.Done, fetched.ExitCode, fetched.Error);
        CollectionAssert.AreEqual(Stack, File.ReadAllBytes(_folder["result.tif"]));
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task JobsCancel_ARunningJob_EndsIt()
    {
        using var gate = new SemaphoreSlim(0);
        await StartAsync(FakeRestorations.Gated(gate, [1], [2]));
        using var call = Client.Restore();
        await call.SendAsync(Stack);
        var id = (await new Received().ReadAsync(call.ResponseStream, so => so.Bytes.Count == 0)).JobId;
        StringAssert.Contains((await RunAsync("jobs", "cancel", id)).Out, "cancelled");
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task JobsFetch_WhatCannotBe_SaysWhyAndLeavesNothing()
    {
        await StartAsync(FakeRestorations.Copy);
        var unknown = await RunAsync("jobs", "fetch", "0123", _folder["result.tif"]);
        Assert.AreEqual(ExitCodes.Refused, unknown.ExitCode);
        StringAssert.Contains(unknown.Error, "no such job");
        File.WriteAllText(_folder["taken.tif"], "");
        Assert.AreEqual(ExitCodes.OutputFailed, (await RunAsync("jobs", "fetch", "0123", _folder["taken.tif"])).ExitCode);
        Assert.AreEqual(ExitCodes.WrongUsage, (await Run.Of("jobs")).ExitCode);
        CollectionAssert.AreEqual(new[] { "taken.tif" }, _folder.Names);
    }

    private Task<Run> RunAsync(params string[] args) => Run.Of([.. args, "--server", Server.GrpcAddress.ToString()]);
}
