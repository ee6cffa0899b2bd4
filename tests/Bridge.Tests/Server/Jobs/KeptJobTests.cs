using FijiBridge.Bridge.Server;
using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Engine;
using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Server.Jobs;

/// <summary>What the next server finds when one dies: nothing that was accepted is lost, and nothing wrong is sent.</summary>
[TestClass]
public sealed class KeptJobTests : ServerTest
{
    private static readonly byte[] Stack = TestStacks.Ramp(width: 300, height: 200);

    private readonly SemaphoreSlim _gate = new(0);

    [TestMethod]
    public async Task Crash_DuringTheUpload_ItGoesOnWhereItBroke()
    {
        await StartKeepingAsync(FakeRestorations.Copy);
        var id = await SendHalfAsync();
        await CrashAsync(FakeRestorations.Copy);
        var job = await Client.GetJobAsync(new GetJobRequest { JobId = id });
        Assert.AreEqual(JobStatus.Receiving, job.Status);
        Assert.AreEqual((ulong)(Stack.Length / 2), job.BytesReceived);
        var received = await ResumeAsync(id, Stack.Length / 2);
        CollectionAssert.AreEqual(Stack, received.Bytes);
        await FetchedAsync(id);
    }

    [TestMethod]
    public async Task Crash_WhileOneRestoresAndOneWaits_BothAreDoneInOrder()
    {
        await StartKeepingAsync(FakeRestorations.Gated(_gate, [1], [2]));
        using var first = Client.Restore();
        await first.SendAsync(Stack);
        var running = await new Received().ReadAsync(first.ResponseStream, so => so.Bytes.Count == 0);
        using var second = Client.Restore();
        await second.SendAsync(Stack);
        var waiting = await new Received().ReadAsync(second.ResponseStream, so => !so.Progress.Any(p => p is { Stage: Stage.Queued, QueuePosition: 1 }));
        await CrashAsync(FakeRestorations.Copy);
        foreach (var id in new[] { running.JobId, waiting.JobId })
        {
            CollectionAssert.AreEqual(Stack, (await WatchAsync(id)).Bytes);
            await FetchedAsync(id);
        }
    }

    [TestMethod]
    public async Task Crash_AfterTheEnd_TheResultWaitsToBeFetched()
    {
        await StartKeepingAsync(FakeRestorations.Copy);
        var before = await Client.RestoreAsync(Stack);
        await CrashAsync(FakeRestorations.Failing(new InvalidOperationException("it was restored already")));
        var after = await WatchAsync(before.JobId);
        CollectionAssert.AreEqual(Stack, after.Bytes);
        Assert.AreEqual(before.Done, after.Done);
        await FetchedAsync(before.JobId);
    }

    [TestMethod]
    public async Task Watch_OfAResultMadeAnew_ComesFromItsBeginning()
    {
        await StartKeepingAsync(FakeRestorations.Gated(_gate, [1, 2, 3], [4]));
        using var call = Client.Restore();
        await call.SendAsync(Stack);
        var cut = await new Received().ReadAsync(call.ResponseStream, so => so.Bytes.Count < 3);
        Assert.AreEqual(1u, cut.Run);
        await CrashAsync(FakeRestorations.Copy);
        using var watch = Client.Watch(new WatchRequest { JobId = cut.JobId, Offset = 3, Run = cut.Run });
        var anew = await new Received().ReadAsync(watch.ResponseStream);
        Assert.AreEqual(2u, anew.Run);
        CollectionAssert.AreEqual(Stack, anew.Bytes);
        await FetchedAsync(cut.JobId);
    }

    [TestMethod]
    public async Task Crash_AfterAFailureWhileItsClientWasAway_TheReasonWaits()
    {
        await StartKeepingAsync(async (_, _, _, progress, cancellation) =>
        {
            progress?.Report(FakeRestorations.Progress(1, 2));
            await _gate.WaitAsync(cancellation);
            throw new EngineFailure(FailureKind.BadModel, "the model has a hole");
        });
        var id = await RunningAsync();
        await UntilAsync(() => Log.Has(207), "the server has noticed the loss");
        _gate.Release();
        // Told first, written next: only then is there something to find.
        await Server.Jobs.Find(id)!.Gone;
        await CrashAsync(FakeRestorations.Copy);
        var status = await Transfer.StatusOfAsync(WatchAsync(id));
        Assert.AreEqual(StatusCode.FailedPrecondition, status.StatusCode);
        StringAssert.Contains(status.Detail, "the model has a hole");
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task StopAsync_WithARunningJob_LeavesItToTheNextServer()
    {
        await StartKeepingAsync(FakeRestorations.Gated(_gate, [1], [2]));
        using var call = Client.Restore();
        await call.SendAsync(Stack);
        var received = await new Received().ReadAsync(call.ResponseStream, so => so.Bytes.Count == 0);
        var reading = received.ReadAsync(call.ResponseStream);
        await Server.StopAsync();
        Assert.AreEqual(StatusCode.Unavailable, (await Transfer.StatusOfAsync(reading)).StatusCode);
        await StartKeepingAsync(FakeRestorations.Copy);
        CollectionAssert.AreEqual(Stack, (await WatchAsync(received.JobId)).Bytes);
        await FetchedAsync(received.JobId);
    }

    [TestMethod]
    [DataRow(".job", "set aside")]
    [DataRow(".input", "damaged on the disk")]
    public async Task Crash_AndTheDiskDamagesAFile_OnlyThatJobIsLostAndSaysSo(string suffix, string expected)
    {
        await StartKeepingAsync(FakeRestorations.Gated(_gate, [1], [2]));
        var damaged = await RunningAsync();
        var good = await RunningAsync(queued: true);
        await CrashAsync(FakeRestorations.Copy, meddle: jobs => Flip(Path.Combine(jobs, damaged + suffix)));
        CollectionAssert.AreEqual(Stack, (await WatchAsync(good)).Bytes);
        await FetchedAsync(good);
        var status = await Transfer.StatusOfAsync(WatchAsync(damaged));
        if (suffix == ".job") Assert.IsTrue(Log.Has(210, expected) && Directory.GetFiles(Server.Spool.Folder, "damaged/*").Length == 3);
        else StringAssert.Contains(status.Detail, expected);
        await Server.DisposeAsync();
        if (suffix == ".job") Directory.Delete(SpoolRoot, recursive: true);
    }

    [TestMethod]
    public async Task Crash_AndTheDiskDamagesAResult_ItIsNotSent()
    {
        await StartKeepingAsync(FakeRestorations.Copy);
        var before = await Client.RestoreAsync(Stack);
        await CrashAsync(FakeRestorations.Copy, meddle: jobs => Flip(Path.Combine(jobs, before.JobId + ".result")));
        var status = await Transfer.StatusOfAsync(WatchAsync(before.JobId));
        Assert.AreEqual(StatusCode.DataLoss, status.StatusCode);
        StringAssert.Contains(status.Detail, "send the stack again");
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task Crash_AgainAndAgainInTheSameJob_IsGivenUp()
    {
        var limits = new ServerLimits { MaxRuns = 2, DrainTime = TimeSpan.FromMilliseconds(50) };
        await StartKeepingAsync(FakeRestorations.Gated(_gate, [1], [2]), limits);
        var id = await RunningAsync();
        await CrashAsync(FakeRestorations.Gated(_gate, [1], [2]), limits);
        await UntilAsync(() => Server.Jobs.Find(id)!.View.State == JobState.Restoring, "the second run has begun");
        await CrashAsync(FakeRestorations.Copy, limits);
        var status = await Transfer.StatusOfAsync(WatchAsync(id));
        StringAssert.Contains(status.Detail, "stopped 2 times");
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task StartAsync_OnTheSpoolOfARunningServer_IsRefused()
    {
        await StartKeepingAsync(FakeRestorations.Copy);
        var second = Options with { KeepsJobs = true };
        var failure = await Assert.ThrowsExactlyAsync<IOException>(() =>
            ServerHost.StartAsync(second, FakeEngine.With(FakeRestorations.Copy, Folder), null, Clock, default));
        StringAssert.Contains(failure.Message, "another server");
        Assert.IsNotNull((await Client.RestoreAsync(Stack)).Done, "the first one is not disturbed");
    }

    [TestMethod]
    public async Task Crash_AClockThatJumps_ForgetsNothing()
    {
        await StartKeepingAsync(FakeRestorations.Copy);
        var before = await Client.RestoreAsync(Stack);
        Clock.Jump(TimeSpan.FromDays(-4000));
        await CrashAsync(FakeRestorations.Copy);
        Clock.Jump(TimeSpan.FromDays(9000));
        Server.Jobs.Sweep(pressed: true);
        CollectionAssert.AreEqual(Stack, (await WatchAsync(before.JobId)).Bytes);
        await FetchedAsync(before.JobId);
    }

    private static void Flip(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(file, bytes);
    }

    private async Task<string> SendHalfAsync()
    {
        using var channel = NewChannel();
        using var call = new Restoration.RestorationClient(channel).Restore();
        await call.SendHalfAsync(Stack);
        var received = await new Received().ReadAsync(call.ResponseStream, so => !so.Progress.Any(p => p.BytesReceived == (ulong)(Stack.Length / 2)));
        return received.JobId;
    }

    private async Task<string> RunningAsync(bool queued = false)
    {
        using var channel = NewChannel();
        using var call = new Restoration.RestorationClient(channel).Restore();
        await call.SendAsync(Stack);
        var stage = queued ? Stage.Queued : Stage.Restoring;
        return (await new Received().ReadAsync(call.ResponseStream, so => !so.Progress.Any(p => p.Stage == stage))).JobId;
    }

    private async Task<Received> WatchAsync(string id)
    {
        using var watch = Client.Watch(new WatchRequest { JobId = id });
        return await new Received().ReadAsync(watch.ResponseStream);
    }

    private async Task<Received> ResumeAsync(string id, int offset)
    {
        using var call = Client.Restore();
        await SendRestAsync(call, id, offset);
        return await new Received().ReadAsync(call.ResponseStream);
    }

    private static async Task SendRestAsync(AsyncDuplexStreamingCall<RestoreRequest, RestoreReply> call, string id, int offset)
    {
        await call.RequestStream.WriteAsync(new RestoreRequest { Header = new RestoreHeader { ResumeJobId = id, ResumeOffset = (ulong)offset } });
        await call.RequestStream.WriteAsync(new RestoreRequest { Data = ByteString.CopyFrom(Stack.AsSpan(offset)) });
        await call.RequestStream.CompleteAsync();
    }

    // A client that has everything says so, and then nothing is left.
    private async Task FetchedAsync(string id) => await Client.CancelAsync(new CancelRequest { JobId = id });
}
