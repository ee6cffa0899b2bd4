using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Server;

/// <summary>Uploads that break off and go on.</summary>
[TestClass]
public sealed class ResumeTests : ServerTest
{
    private static readonly byte[] Stack = TestStacks.Ramp(width: 300, height: 200);

    [TestMethod]
    public async Task Restore_ResumedWithBytesThatAreHereAlready_TakesThemOnce()
    {
        await StartAsync(FakeRestorations.Copy);
        var broken = await BrokenAsync();
        var received = await ResumeAsync(broken, Stack.Length / 4);
        CollectionAssert.AreEqual(Stack, received.Bytes);
    }

    [TestMethod]
    public async Task Restore_ResumedBeforeTheLossIsNoticed_TakesOver()
    {
        await StartAsync(FakeRestorations.Copy);
        using var call = Client.Restore();
        await call.SendHalfAsync(Stack);
        var earlier = await new Received().ReadAsync(call.ResponseStream, so => so.JobId.Length == 0);
        await UntilAsync(() => Server.Jobs.Find(earlier.JobId)!.Stack.Length == Stack.Length / 2, "the half has arrived");
        CollectionAssert.AreEqual(Stack, (await ResumeAsync(earlier.JobId, Stack.Length / 2)).Bytes);
    }

    [TestMethod]
    public async Task Restore_ResumedBeyondWhatIsHere_IsRefusedAndCanStillGoOn()
    {
        await StartAsync(FakeRestorations.Copy);
        var broken = await BrokenAsync();
        var status = await Transfer.StatusOfAsync(ResumeAsync(broken, Stack.Length / 2 + 1));
        Assert.AreEqual(StatusCode.InvalidArgument, status.StatusCode);
        StringAssert.Contains(status.Detail, $"only {Stack.Length / 2} bytes");
        CollectionAssert.AreEqual(Stack, (await ResumeAsync(broken, Stack.Length / 2)).Bytes);
    }

    [TestMethod]
    public async Task Restore_ResumedThoughTheUploadIsWhole_FollowsTheJob()
    {
        await StartAsync(FakeRestorations.Copy);
        var before = await Client.RestoreAsync(Stack);
        var again = await ResumeAsync(before.JobId, Stack.Length / 2);
        CollectionAssert.AreEqual(Stack, again.Bytes);
    }

    [TestMethod]
    public async Task Restore_ResumedJobThatIsGone_IsNotFound()
    {
        await StartAsync(FakeRestorations.Copy);
        Assert.AreEqual(StatusCode.NotFound, (await Transfer.StatusOfAsync(ResumeAsync("../../etc/passwd", 0))).StatusCode);
    }

    [TestMethod]
    public async Task Cancel_OfAnUploadThatBrokeOff_DeletesIt()
    {
        await StartAsync(FakeRestorations.Copy);
        var broken = await BrokenAsync();
        Assert.IsTrue((await Client.CancelAsync(new CancelRequest { JobId = broken })).Cancelled);
        Assert.AreEqual(0, Server.Jobs.Count);
        Assert.IsTrue(IsSpoolEmpty);
    }

    [TestMethod]
    public async Task ListJobs_OfSeveralStates_TellsThemNewestFirst()
    {
        using var gate = new SemaphoreSlim(0);
        await StartAsync(FakeRestorations.Gated(gate, [1], [2]));
        using var running = Client.Restore();
        await running.SendAsync(Stack);
        await new Received().ReadAsync(running.ResponseStream, so => so.Bytes.Count == 0);
        Clock.Jump(TimeSpan.FromSeconds(1));
        await BrokenAsync();
        var jobs = (await Client.ListJobsAsync(new ListJobsRequest())).Jobs;
        CollectionAssert.AreEqual(new[] { JobStatus.Receiving, JobStatus.Running }, jobs.Select(job => job.Status).ToArray());
        Assert.AreEqual("cells.tif", jobs[0].FileName);
        Assert.AreEqual((ulong)Stack.Length, jobs[0].FileBytes);
        Assert.AreEqual((ulong)Stack.Length, jobs[1].BytesReceived);
        gate.Release();
    }

    private async Task<string> BrokenAsync()
    {
        using var channel = NewChannel();
        using var call = new Restoration.RestorationClient(channel).Restore();
        await call.SendHalfAsync(Stack);
        var received = await new Received().ReadAsync(call.ResponseStream, so => !so.Progress.Any(p => p.BytesReceived == (ulong)(Stack.Length / 2)));
        channel.Dispose();
        await UntilAsync(() => Log.Has(206, received.JobId), "the server has noticed the loss");
        return received.JobId;
    }

    private async Task<Received> ResumeAsync(string id, int offset)
    {
        using var call = Client.Restore();
        await Transfer.SendAsFarAsItIsTakenAsync(async () =>
        {
            await call.RequestStream.WriteAsync(new RestoreRequest { Header = new RestoreHeader { ResumeJobId = id, ResumeOffset = (ulong)offset } });
            await call.RequestStream.WriteAsync(new RestoreRequest { Data = ByteString.CopyFrom(Stack.AsSpan(offset)) });
            await call.RequestStream.CompleteAsync();
        });
        return await new Received().ReadAsync(call.ResponseStream);
    }
}
