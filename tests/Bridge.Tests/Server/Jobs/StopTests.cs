using FijiBridge.Bridge.Server;
using FijiBridge.Protos.V1;
using Grpc.Core;
using Grpc.Health.V1;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace FijiBridge.Bridge.Tests.Server.Jobs;

/// <summary>A server that keeps its jobs and is told to stop.</summary>
[TestClass]
public sealed class StopTests : ServerTest
{
    private static readonly byte[] Stack = TestStacks.Ramp();
    private static readonly ServerLimits Patient = new() { DrainTime = TimeSpan.FromMinutes(2) };

    private readonly SemaphoreSlim _gate = new(0);

    [TestMethod]
    public async Task StopAsync_WhileAJobRuns_LetsItFinishAndTakesNothingNew()
    {
        await StartKeepingAsync(FakeRestorations.Gated(_gate, [1], [2]), Patient);
        using var call = Client.Restore();
        await call.SendAsync(Stack);
        var received = await new Received().ReadAsync(call.ResponseStream, so => so.Bytes.Count == 0);
        var stopping = Server.StopAsync();
        Assert.AreEqual(StatusCode.Unavailable, (await Transfer.StatusOfAsync(Client.RestoreAsync(Stack))).StatusCode);
        var health = await new Health.HealthClient(NewChannel()).CheckAsync(new HealthCheckRequest());
        Assert.AreEqual(ServingStatus.NotServing, health.Status);
        _gate.Release();
        await received.ReadAsync(call.ResponseStream);
        CollectionAssert.AreEqual(new byte[] { 1, 2 }, received.Bytes);
        await stopping;
        Assert.IsEmpty(Directory.GetFileSystemEntries(SpoolRoot), "what was delivered is not kept");
    }

    [TestMethod]
    public async Task StopAsync_WhileAnotherJobWaits_DoesNotBeginIt()
    {
        await StartKeepingAsync(FakeRestorations.Gated(_gate, [1], [2]), Patient);
        using var first = Client.Restore();
        await first.SendAsync(Stack);
        var running = await new Received().ReadAsync(first.ResponseStream, so => so.Bytes.Count == 0);
        using var second = Client.Restore();
        await second.SendAsync(Stack);
        var waiting = await new Received().ReadAsync(second.ResponseStream, so => !so.Progress.Any(p => p is { Stage: Stage.Queued, QueuePosition: 1 }));
        var stopping = Server.StopAsync();
        _gate.Release(2);
        await running.ReadAsync(first.ResponseStream);
        Assert.IsNotNull(running.Done);
        Assert.AreEqual(StatusCode.Unavailable, (await Transfer.StatusOfAsync(waiting.ReadAsync(second.ResponseStream))).StatusCode);
        await stopping;
        await StartKeepingAsync(FakeRestorations.Copy, Patient);
        using var watch = Client.Watch(new WatchRequest { JobId = waiting.JobId });
        CollectionAssert.AreEqual(Stack, (await new Received().ReadAsync(watch.ResponseStream)).Bytes);
        await Client.CancelAsync(new CancelRequest { JobId = waiting.JobId });
    }
}
