using System.Security.Cryptography;
using FijiBridge.Bridge.Server;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Server;

[TestClass]
public sealed class RestoreTests : ServerTest
{
    [TestMethod]
    public async Task Restore_OverHttp2_BringsTheWholeResultAndItsHash()
    {
        await StartAsync(FakeRestorations.Copy);
        var received = await Client.RestoreAsync(TestStacks.Ramp());
        CollectionAssert.AreEqual(TestStacks.Ramp(), received.Bytes);
        Assert.AreEqual((ulong)received.Bytes.Count, received.Done!.ResultBytes);
        Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData([.. received.Bytes])), received.Done.ResultSha256);
    }

    [TestMethod]
    public async Task Restore_WhileNothingMoves_TellsProgressAllTheTime()
    {
        using var gate = new SemaphoreSlim(0);
        await StartAsync(FakeRestorations.Gated(gate, [1, 2, 3], [4]));
        using var call = Client.Restore();
        await call.SendAsync(TestStacks.Ramp());
        var received = await new Received().ReadAsync(call.ResponseStream, so => so.Progress.Count(p => p.Stage == Stage.Restoring) < 3);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, received.Bytes);
        gate.Release();
        await received.ReadAsync(call.ResponseStream);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3, 4 }, received.Bytes);
        Assert.IsNotNull(received.Done);
    }

    [TestMethod]
    public async Task Restore_ByAClientThatReadsAfterAMuchLongerUpload_DoesNotBlock()
    {
        await StartAsync(FakeRestorations.Copy);
        var large = TestStacks.Ramp(width: 1000, height: 1000, frames: 10);
        var received = await Client.RestoreAsync(large);
        Assert.HasCount(large.Length, received.Bytes);
    }

    [TestMethod]
    public async Task Restore_SlowReaderOfAHugeResult_DoesNotHoldTheDevice()
    {
        await StartAsync(FakeRestorations.Huge(80 << 20));
        using var slow = Client.Restore();
        await slow.SendAsync(TestStacks.Ramp());
        await UntilAsync(() => Log.Has(203), "the job is done though nobody has read its result");
        var received = await Client.RestoreAsync(TestStacks.Ramp());
        Assert.HasCount(80 << 20, received.Bytes);
    }

    [TestMethod]
    public async Task Restore_TwoJobs_QueueAndLearnTheirPlace()
    {
        using var gate = new SemaphoreSlim(0);
        await StartAsync(FakeRestorations.Gated(gate, [1], [2]));
        using var first = Client.Restore();
        await first.SendAsync(TestStacks.Ramp());
        var one = await new Received().ReadAsync(first.ResponseStream, so => so.Bytes.Count == 0);
        using var second = Client.Restore();
        await second.SendAsync(TestStacks.Ramp());
        var two = await new Received().ReadAsync(second.ResponseStream, so => !so.Progress.Any(p => p is { Stage: Stage.Queued, QueuePosition: 1 }));
        gate.Release();
        await one.ReadAsync(first.ResponseStream);
        gate.Release();
        await two.ReadAsync(second.ResponseStream);
        Assert.IsNotNull(one.Done);
        Assert.IsNotNull(two.Done);
    }

    [TestMethod]
    public async Task Restore_FaultOfTheServer_IsToldByAnIdAndLogged()
    {
        Log.Expected.Add(102);
        await StartAsync(FakeRestorations.Failing(new InvalidOperationException("secret path /home/ada")));
        var status = await Transfer.StatusOfAsync(Client.RestoreAsync(TestStacks.Ramp()));
        Assert.AreEqual(StatusCode.Internal, status.StatusCode);
        Assert.DoesNotContain("secret", status.Detail);
        var id = status.Detail.Split("id ")[1][..12];
        Assert.IsTrue(Log.Has(102, id), "the log names the id");
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task Restore_Delivered_IsDeletedWhenItsTimeIsOver()
    {
        var limits = new ServerLimits { DeliveredTime = TimeSpan.FromSeconds(30) };
        await StartAsync(FakeRestorations.Copy, limits);
        await Client.RestoreAsync(TestStacks.Ramp());
        Server.Jobs.Sweep();
        Assert.AreEqual(1, Server.Jobs.Count);
        Clock.Advance(TimeSpan.FromSeconds(30));
        await UntilEmptyAsync();
    }
}
