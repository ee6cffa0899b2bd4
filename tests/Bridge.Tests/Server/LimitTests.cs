using FijiBridge.Bridge.Server;
using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Server;

[TestClass]
public sealed class LimitTests : ServerTest
{
    private readonly byte[] _file = TestStacks.Ramp();

    [TestMethod]
    public async Task Restore_AnnouncedTooLarge_IsRefusedBeforeAnyByte()
    {
        await StartAsync(FakeRestorations.Copy, new ServerLimits { MaxUploadBytes = _file.Length - 1 });
        using var call = Client.Restore();
        await call.RequestStream.WriteAsync(new RestoreRequest { Header = Transfer.Header(_file) });
        var status = await Transfer.StatusOfAsync(new Received().ReadAsync(call.ResponseStream));
        Assert.AreEqual(StatusCode.ResourceExhausted, status.StatusCode);
        StringAssert.Contains(status.Detail, $"{_file.Length - 1}");
    }

    [TestMethod]
    public async Task Restore_TooLargeWithoutAnAnnouncement_IsStoppedAtTheLimit()
    {
        await StartAsync(FakeRestorations.Copy, new ServerLimits { MaxUploadBytes = _file.Length - 1 });
        using var call = Client.Restore();
        await call.RequestStream.WriteAsync(new RestoreRequest { Header = new RestoreHeader() });
        await call.RequestStream.WriteAsync(new RestoreRequest { Data = ByteString.CopyFrom(_file) });
        Assert.AreEqual(StatusCode.ResourceExhausted, (await Transfer.StatusOfAsync(new Received().ReadAsync(call.ResponseStream))).StatusCode);
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task Restore_ResultFillsTheSpool_FailsAndFreesIt()
    {
        await StartAsync(FakeRestorations.Huge(50 << 20), new ServerLimits { MaxSpoolBytes = 5 << 20 });
        var status = await Transfer.StatusOfAsync(Client.RestoreAsync(_file));
        Assert.AreEqual(StatusCode.ResourceExhausted, status.StatusCode);
        StringAssert.Contains(status.Detail, "temporary storage");
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task Restore_ResultWouldNotFit_FailsBeforeItIsBegun()
    {
        var begun = false;
        await StartAsync(
            (job, input, output, progress, cancellation) =>
            {
                begun = true;
                return FakeRestorations.Copy(job, input, output, progress, cancellation);
            },
            new ServerLimits { MaxSpoolBytes = _file.Length + _file.Length / 2 });
        var status = await Transfer.StatusOfAsync(Client.RestoreAsync(_file));
        Assert.AreEqual(StatusCode.ResourceExhausted, status.StatusCode);
        Assert.IsFalse(begun);
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task Restore_TableFull_IsRefusedUntilAJobHasEnded()
    {
        using var gate = new SemaphoreSlim(0);
        await StartAsync(FakeRestorations.Gated(gate, [1], [2]), new ServerLimits { MaxJobs = 1 });
        using var call = Client.Restore();
        await call.SendAsync(_file);
        var first = await new Received().ReadAsync(call.ResponseStream, so => so.Bytes.Count == 0);
        Assert.AreEqual(StatusCode.ResourceExhausted, (await Transfer.StatusOfAsync(Client.RestoreAsync(_file))).StatusCode);
        gate.Release(2);
        await first.ReadAsync(call.ResponseStream);
        Assert.IsNotNull((await Client.RestoreAsync(_file)).Done, "a delivered job makes room");
    }

    [TestMethod]
    public async Task Restore_TooManyPlanes_IsRefusedAfterTheUploadToo()
    {
        await StartAsync(FakeRestorations.Copy, new ServerLimits { MaxPlanes = 2 });
        var status = await Transfer.StatusOfAsync(Client.RestoreAsync(_file));
        Assert.AreEqual(StatusCode.InvalidArgument, status.StatusCode);
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task Restore_MessageTooLarge_IsRefused()
    {
        await StartAsync(FakeRestorations.Copy, new ServerLimits { MaxMessageBytes = 64 << 10 });
        using var call = Client.Restore();
        await call.RequestStream.WriteAsync(new RestoreRequest { Header = new RestoreHeader() });
        await call.RequestStream.WriteAsync(new RestoreRequest { Data = ByteString.CopyFrom(new byte[65 << 10]) });
        Assert.AreEqual(StatusCode.ResourceExhausted, (await Transfer.StatusOfAsync(new Received().ReadAsync(call.ResponseStream))).StatusCode);
        await UntilEmptyAsync();
    }
}
