using FijiBridge.Bridge.Server;
using FijiBridge.Bridge.Server.Quotas;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Server.Quotas;

/// <summary>Limits of users, seen through a whole server.</summary>
[TestClass]
public sealed class AdmissionTests : ServerTest
{
    private readonly byte[] _file = TestStacks.Ramp();

    [TestMethod]
    public async Task Restore_UserWithTooManyJobs_IsRefusedAndOthersAreNot()
    {
        using var gate = new SemaphoreSlim(0);
        var (anna, berta) = (Token("anna"), Token("berta"));
        await StartAsync(FakeRestorations.Gated(gate, [1], [2]), WithLimits(new ServerLimits { MaxUserJobs = 1 }));
        using var call = NewClient(anna).Restore();
        await call.SendAsync(_file);
        var first = await new Received().ReadAsync(call.ResponseStream, so => so.Bytes.Count == 0);
        var refused = await Transfer.StatusOfAsync(NewClient(anna).RestoreAsync(_file));
        Assert.AreEqual(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.IsFalse((await NewClient(anna).CheckAsync(new CheckRequest())).Accepted);
        Assert.IsTrue((await NewClient(berta).CheckAsync(new CheckRequest())).Accepted);
        gate.Release(10);
        await first.ReadAsync(call.ResponseStream);
        Assert.IsNotNull((await NewClient(berta).RestoreAsync(_file)).Done);
        Assert.IsNotNull((await NewClient(anna).RestoreAsync(_file)).Done, "the place of an ended job is free again");
    }

    [TestMethod]
    public async Task Restore_MorePixelsThanAreLeft_FailsAfterTheUpload()
    {
        var anna = Token("anna");
        await StartAsync(FakeRestorations.Copy, WithLimits(new ServerLimits { MaxUserPixelsPerHour = 40 * 30 * 5 }));
        Assert.IsNotNull((await NewClient(anna).RestoreAsync(_file)).Done);
        var status = await Transfer.StatusOfAsync(NewClient(anna).RestoreAsync(_file));
        Assert.AreEqual(StatusCode.ResourceExhausted, status.StatusCode);
        StringAssert.Contains(status.Detail, "7200 pixels");
    }

    [TestMethod]
    public async Task Check_MoreBytesThanAnHourAllows_IsRefused()
    {
        var anna = Token("anna");
        await StartAsync(FakeRestorations.Copy, WithLimits(new ServerLimits { MaxUserBytesPerHour = 1000 }));
        var reply = await NewClient(anna).CheckAsync(new CheckRequest { Stack = new StackSummary { FileBytes = 1001 } });
        StringAssert.Contains(reply.Complaints.Single(), "1001 bytes");
    }

    [TestMethod]
    public async Task Watch_MoreCallsThanAllowed_AreRefused()
    {
        using var gate = new SemaphoreSlim(0);
        await StartAsync(FakeRestorations.Gated(gate, [1], [2]), new ServerLimits { MaxUserCalls = 2 });
        using var restore = Client.Restore();
        await restore.SendAsync(_file);
        var received = await new Received().ReadAsync(restore.ResponseStream, so => so.Bytes.Count == 0);
        using var watch = Client.Watch(new WatchRequest { JobId = received.JobId });
        Assert.IsTrue(await watch.ResponseStream.MoveNext(default));
        var refused = await Transfer.StatusOfAsync(Client.CancelAsync(new CancelRequest { JobId = received.JobId }).ResponseAsync);
        Assert.AreEqual(StatusCode.ResourceExhausted, refused.StatusCode);
        gate.Release(2);
        await received.ReadAsync(restore.ResponseStream);
    }

    [TestMethod]
    public void Refusal_LittleMemory_SaysHowMuch()
    {
        StringAssert.Contains(new MemoryGuard(1000, () => 999).Refusal()!.Value.Sentence, "999 bytes of memory");
        Assert.IsNull(new MemoryGuard(1000, () => 1000).Refusal());
        Assert.IsNull(new MemoryGuard(new ServerLimits { MinFreeMemoryBytes = 1 }).Refusal());
        Assert.IsNotNull(new MemoryGuard(new ServerLimits { MinFreeMemoryBytes = 1L << 60 }).Refusal());
    }

    private ServerOptions WithLimits(ServerLimits limits) => Options with { TokensFile = TokensFile, Limits = limits };
}
