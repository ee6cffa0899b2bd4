using FijiBridge.Bridge.Server;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Server;

[TestClass]
public sealed class WatchTests : ServerTest
{
    private static readonly byte[] First = [.. Enumerable.Range(0, 600_000).Select(i => (byte)(i * 7))];
    private static readonly byte[] Last = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 3))];

    private readonly SemaphoreSlim _gate = new(0);

    [TestMethod]
    public async Task Watch_AfterTheConnectionWasCutWhileRestoring_BringsTheRest()
    {
        await StartAsync(FakeRestorations.Gated(_gate, First, Last));
        var cut = await CutAfterAsync(so => so.Bytes.Count < 1000);
        _gate.Release();
        using var watch = Client.Watch(new WatchRequest { JobId = cut.JobId, Offset = (ulong)cut.Bytes.Count });
        await cut.ReadAsync(watch.ResponseStream);
        CollectionAssert.AreEqual(First.Concat(Last).ToArray(), cut.Bytes);
        Assert.IsNotNull(cut.Done);
    }

    [TestMethod]
    public async Task Watch_AfterTheEnd_BringsTheWholeResultAgain()
    {
        _gate.Release();
        await StartAsync(FakeRestorations.Gated(_gate, First, Last));
        var received = await Client.RestoreAsync(TestStacks.Ramp());
        using var watch = Client.Watch(new WatchRequest { JobId = received.JobId });
        var again = await new Received().ReadAsync(watch.ResponseStream);
        CollectionAssert.AreEqual(received.Bytes, again.Bytes);
        Assert.AreEqual(received.Done, again.Done);
    }

    [TestMethod]
    public async Task Watch_OffsetBeyondTheResult_IsRefusedWithItsSize()
    {
        _gate.Release();
        await StartAsync(FakeRestorations.Gated(_gate, First, Last));
        var received = await Client.RestoreAsync(TestStacks.Ramp());
        using var watch = Client.Watch(new WatchRequest { JobId = received.JobId, Offset = ulong.MaxValue });
        var status = await Transfer.StatusOfAsync(new Received().ReadAsync(watch.ResponseStream));
        Assert.AreEqual(StatusCode.InvalidArgument, status.StatusCode);
        StringAssert.Contains(status.Detail, "900000 bytes");
    }

    [TestMethod]
    public async Task Watch_UnknownJob_IsNotFound()
    {
        await StartAsync(FakeRestorations.Copy);
        using var watch = Client.Watch(new WatchRequest { JobId = "../../etc/passwd" });
        Assert.AreEqual(StatusCode.NotFound, (await Transfer.StatusOfAsync(new Received().ReadAsync(watch.ResponseStream))).StatusCode);
    }

    [TestMethod]
    public async Task Watch_AfterTheLostClientTime_FindsNothing()
    {
        await StartAsync(FakeRestorations.Gated(_gate, First, Last), new ServerLimits { LostClientTime = TimeSpan.FromMinutes(10) });
        var cut = await CutAfterAsync(so => so.Bytes.Count < 1000);
        await UntilAsync(() => Log.Has(207), "the server has noticed the loss");
        Clock.Advance(TimeSpan.FromMinutes(9));
        Server.Jobs.Sweep();
        Assert.AreEqual(1, Server.Jobs.Count);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await UntilEmptyAsync();
        using var watch = Client.Watch(new WatchRequest { JobId = cut.JobId });
        Assert.AreEqual(StatusCode.NotFound, (await Transfer.StatusOfAsync(new Received().ReadAsync(watch.ResponseStream))).StatusCode);
    }

    private async Task<Received> CutAfterAsync(Func<Received, bool> more)
    {
        using var channel = NewChannel();
        using var call = new Restoration.RestorationClient(channel).Restore();
        await call.SendAsync(TestStacks.Ramp());
        return await new Received().ReadAsync(call.ResponseStream, more);
    }
}
