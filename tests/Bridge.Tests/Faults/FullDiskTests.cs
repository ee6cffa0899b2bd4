using FijiBridge.Bridge.Server;
using FijiBridge.Bridge.Tests.Server;
using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Faults;

/// <summary>
/// The spool on a real file system of 8 MB that gets full: what does not fit is refused in a clear sentence, what was promised ends well, nothing is left,
/// and the server goes on.
/// </summary>
[TestClass]
public sealed class FullDiskTests : ServerTest
{
    private readonly byte[] _small = TestStacks.Ramp();

    /// <summary>2.1 MB, of which two thirds are the planes after the first.</summary>
    private readonly byte[] _fitting = TestStacks.Ramp(700, 500);

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Restore_AnnouncedLargerThanTheDisk_IsRefusedBeforeAnyByte(bool keepsJobs)
    {
        using var disk = SmallDisk.MountOrSkip(8);
        await StartOnAsync(disk, FakeRestorations.Copy, keepsJobs);
        using var call = Client.Restore();
        await call.RequestStream.WriteAsync(new RestoreRequest { Header = Transfer.Header(new byte[9 << 20]) });
        AssertOutOfSpace(await FailureOfAsync(new Received().ReadAsync(call.ResponseStream)), "temporary storage of the server");
        await AssertGoesOnAsync(disk);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Restore_GrowingLargerThanTheDisk_IsEndedWhenItIsFull(bool keepsJobs)
    {
        using var disk = SmallDisk.MountOrSkip(8);
        await StartOnAsync(disk, FakeRestorations.Copy, keepsJobs);
        AssertOutOfSpace(await FailureOfAsync(UploadWithoutEndAsync()), "temporary storage of the server");
        await AssertGoesOnAsync(disk);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Restore_ResultLargerThanTheDisk_IsEndedWhenItIsFull(bool keepsJobs)
    {
        using var disk = SmallDisk.MountOrSkip(8);
        await StartOnAsync(disk, (job, input, output, progress, cancellation) =>
            (input.Shape.Width > 100 ? FakeRestorations.Huge(50 << 20) : FakeRestorations.Copy)(job, input, output, progress, cancellation), keepsJobs);
        AssertOutOfSpace(await FailureOfAsync(Client.RestoreAsync(_fitting)), "temporary storage of the server");
        await AssertGoesOnAsync(disk);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Restore_WhileAnotherFillsTheDisk_EndsWhenItHadFitted(bool keepsJobs)
    {
        using var disk = SmallDisk.MountOrSkip(8);
        using var gate = new SemaphoreSlim(0);
        await StartOnAsync(disk, FakeRestorations.PausedCopy(gate, () => { }), keepsJobs);
        using var call = Client.Restore();
        await call.SendAsync(_fitting);
        var fitting = await new Received().ReadAsync(call.ResponseStream, so => so.Bytes.Count == 0);
        AssertOutOfSpace(await FailureOfAsync(UploadWithoutEndAsync()), "temporary storage of the server");
        gate.Release(2);
        await fitting.ReadAsync(call.ResponseStream);
        CollectionAssert.AreEqual(_fitting, fitting.Bytes);
        await AssertGoesOnAsync(disk);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Restore_SomethingElseFillsTheDisk_FailsAndWorksWhenThereIsRoom(bool keepsJobs)
    {
        using var disk = SmallDisk.MountOrSkip(8);
        using var gate = new SemaphoreSlim(0);
        await StartOnAsync(disk, FakeRestorations.PausedCopy(gate, () => { }), keepsJobs);
        using var call = Client.Restore();
        await call.SendAsync(_fitting);
        var running = await new Received().ReadAsync(call.ResponseStream, so => so.Bytes.Count == 0);
        var filler = disk.Fill();
        gate.Release(2);
        AssertOutOfSpace(await FailureOfAsync(running.ReadAsync(call.ResponseStream)), "The disk of the server is full");
        disk.Fill();
        AssertOutOfSpace(await FailureOfAsync(Client.RestoreAsync(_small)), "temporary storage of the server");
        Assert.IsFalse((await Client.CheckAsync(new CheckRequest { Stack = Transfer.Header(_small).Stack })).Accepted);
        File.Delete(filler);
        await AssertGoesOnAsync(disk);
    }

    private Task StartOnAsync(SmallDisk disk, RestoreStack restore, bool keepsJobs) =>
        StartAsync(restore, Options with { SpoolFolder = disk.Path, KeepsJobs = keepsJobs });

    /// <summary>Uploads without saying how much it will be, until the server has had enough.</summary>
    private async Task UploadWithoutEndAsync()
    {
        using var call = Client.Restore();
        var block = ByteString.CopyFrom(new byte[256 << 10]);
        await Transfer.SendAsFarAsItIsTakenAsync(async () =>
        {
            await call.RequestStream.WriteAsync(new RestoreRequest { Header = new RestoreHeader() });
            for (var sent = 0; sent < 64; sent++) await call.RequestStream.WriteAsync(new RestoreRequest { Data = block });
        });
        await new Received().ReadAsync(call.ResponseStream);
    }

    private static async Task<RpcException> FailureOfAsync(Task call) => await Assert.ThrowsExactlyAsync<RpcException>(() => call);

    private static void AssertOutOfSpace(RpcException failure, string sentence)
    {
        Assert.AreEqual(StatusCode.ResourceExhausted, failure.StatusCode, failure.Status.Detail);
        Assert.AreEqual("out-of-space", failure.Trailers.GetValue(StatusMapping.FailureTrailer));
        StringAssert.Contains(failure.Status.Detail, sentence);
    }

    private async Task AssertGoesOnAsync(SmallDisk disk)
    {
        var small = await Client.RestoreAsync(_small);
        CollectionAssert.AreEqual(_small, small.Bytes);
        foreach (var job in (await Client.ListJobsAsync(new ListJobsRequest())).Jobs) await Client.CancelAsync(new CancelRequest { JobId = job.JobId });
        await UntilEmptyAsync();
        await Server.DisposeAsync();
        Assert.IsEmpty(Directory.GetFiles(disk.Path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("lock", StringComparison.Ordinal)));
    }
}
