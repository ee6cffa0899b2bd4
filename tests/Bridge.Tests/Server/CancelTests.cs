using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Server;

[TestClass]
public sealed class CancelTests : ServerTest
{
    private readonly SemaphoreSlim _gate = new(0);

    [TestMethod]
    public async Task Cancel_WhileReceiving_EndsTheUpload()
    {
        await StartAsync(FakeRestorations.Copy);
        using var call = Client.Restore();
        await call.SendHalfAsync(TestStacks.Ramp());
        await CancelAndCheckAsync(call, await AcceptedAsync(call), expected: true);
    }

    [TestMethod]
    public async Task Cancel_WhileQueued_LeavesTheRunningJobAlone()
    {
        await StartAsync(FakeRestorations.Gated(_gate, [1], [2]));
        using var running = Client.Restore();
        await running.SendAsync(TestStacks.Ramp());
        var first = await new Received().ReadAsync(running.ResponseStream, so => so.Bytes.Count == 0);
        using var waiting = Client.Restore();
        await waiting.SendAsync(TestStacks.Ramp());
        var second = await new Received().ReadAsync(waiting.ResponseStream, so => !so.Progress.Any(p => p.Stage == Stage.Queued));
        Assert.IsTrue((await Client.CancelAsync(new CancelRequest { JobId = second.JobId })).Cancelled);
        Assert.AreEqual(1, Server.Jobs.Count);
        _gate.Release();
        Assert.IsNotNull((await first.ReadAsync(running.ResponseStream)).Done);
    }

    [TestMethod]
    public async Task Cancel_WhileRestoring_StopsTheEngineAndFreesItsTurn()
    {
        await StartAsync(FakeRestorations.Gated(_gate, [1], [2]));
        using var call = Client.Restore();
        await call.SendAsync(TestStacks.Ramp());
        var received = await new Received().ReadAsync(call.ResponseStream, so => so.Bytes.Count == 0);
        await CancelAndCheckAsync(call, received.JobId, expected: true);
        _gate.Release();
        Assert.IsNotNull((await Client.RestoreAsync(TestStacks.Ramp())).Done);
    }

    [TestMethod]
    public async Task Cancel_AfterTheEnd_DeletesTheResultAndIsNoError()
    {
        await StartAsync(FakeRestorations.Copy);
        var received = await Client.RestoreAsync(TestStacks.Ramp());
        Assert.IsFalse((await Client.CancelAsync(new CancelRequest { JobId = received.JobId })).Cancelled);
        Assert.IsTrue(IsSpoolEmpty);
        Assert.AreEqual(0, Server.Jobs.Count);
    }

    [TestMethod]
    public async Task Cancel_UnknownJob_IsNoError()
    {
        await StartAsync(FakeRestorations.Copy);
        Assert.IsFalse((await Client.CancelAsync(new CancelRequest { JobId = "no such job" })).Cancelled);
    }

    private static async Task<string> AcceptedAsync(AsyncDuplexStreamingCall<RestoreRequest, RestoreReply> call) =>
        (await new Received().ReadAsync(call.ResponseStream, so => so.JobId.Length == 0)).JobId;

    private async Task CancelAndCheckAsync(AsyncDuplexStreamingCall<RestoreRequest, RestoreReply> call, string job, bool expected)
    {
        Assert.AreEqual(expected, (await Client.CancelAsync(new CancelRequest { JobId = job })).Cancelled);
        Assert.AreEqual(StatusCode.Cancelled, (await Transfer.StatusOfAsync(new Received().ReadAsync(call.ResponseStream))).StatusCode);
        Assert.IsTrue(IsSpoolEmpty);
        Assert.AreEqual(0, Server.Jobs.Count);
    }
}
