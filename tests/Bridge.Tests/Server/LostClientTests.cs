using FijiBridge.Bridge.Server;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Server;

[TestClass]
public sealed class LostClientTests : ServerTest
{
    [TestMethod]
    public async Task Restore_ClientKilledInTheUpload_LeavesNothingOnceItsTimeIsOver()
    {
        await StartAsync(FakeRestorations.Copy);
        using (var channel = NewChannel())
        {
            var call = new Restoration.RestorationClient(channel).Restore();
            await call.SendHalfAsync(TestStacks.Ramp());
            await UntilAsync(() => Server.Spool.UsedBytes > 0, "some of the upload has arrived");
        }
        await UntilAsync(() => Log.Has(206), "the server has noticed the loss");
        Clock.Advance(TimeSpan.FromMinutes(9));
        Server.Jobs.Sweep();
        Assert.AreEqual(1, Server.Jobs.Count, "the upload can be resumed");
        Clock.Advance(TimeSpan.FromMinutes(1));
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task Restore_ClientKilledInTheDownload_LeavesNothingOnceItsTimeIsOver()
    {
        await StartAsync(FakeRestorations.Huge(50 << 20));
        using (var channel = NewChannel())
        {
            var call = new Restoration.RestorationClient(channel).Restore();
            await call.SendAsync(TestStacks.Ramp());
            await new Received().ReadAsync(call.ResponseStream, so => so.Bytes.Count == 0);
        }
        await UntilAsync(() => Log.Has(207), "the server has noticed the loss");
        Clock.Advance(TimeSpan.FromHours(24));
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task Restore_ClientStallsInTheUpload_IsGivenUp()
    {
        await StartAsync(FakeRestorations.Copy, new ServerLimits { UploadStallTime = TimeSpan.FromMilliseconds(300) });
        using var call = Client.Restore();
        await call.SendHalfAsync(TestStacks.Ramp());
        var status = await Transfer.StatusOfAsync(new Received().ReadAsync(call.ResponseStream));
        Assert.AreEqual(StatusCode.DeadlineExceeded, status.StatusCode);
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task Restore_ClientNeverReads_CountsAsLost()
    {
        await StartAsync(FakeRestorations.Huge(50 << 20), new ServerLimits { ReplyStallTime = TimeSpan.FromMilliseconds(300) });
        using var call = Client.Restore();
        await call.SendAsync(TestStacks.Ramp());
        await UntilAsync(() => Log.Has(207), "the server has given the client up");
    }

    [TestMethod]
    public async Task StopAsync_WithARunningJob_TellsTheClientAndDeletesEverything()
    {
        using var gate = new SemaphoreSlim(0);
        await StartAsync(FakeRestorations.Gated(gate, [1], [2]));
        using var call = Client.Restore();
        await call.SendAsync(TestStacks.Ramp());
        var received = await new Received().ReadAsync(call.ResponseStream, so => so.Bytes.Count == 0);
        var reading = received.ReadAsync(call.ResponseStream);
        await Server.StopAsync();
        Assert.AreEqual(StatusCode.Unavailable, (await Transfer.StatusOfAsync(reading)).StatusCode);
        Assert.IsEmpty(Directory.GetFileSystemEntries(SpoolRoot));
    }
}
