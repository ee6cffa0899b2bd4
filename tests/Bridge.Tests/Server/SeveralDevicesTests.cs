using FijiBridge.Bridge.Server.Jobs;

namespace FijiBridge.Bridge.Tests.Server;

[TestClass]
public sealed class SeveralDevicesTests : ServerTest
{
    private static readonly byte[] Stack = TestStacks.Ramp();

    [TestMethod]
    public async Task Restore_AsManyJobsAsDevices_RunAtOnceAndTheNextWaits()
    {
        using var gate = new SemaphoreSlim(0);
        await StartAsync(FakeEngine.With(FakeRestorations.Gated(gate, [1], [2]), Options.ModelsFolder) with { InUse = [FakeEngine.Cpu, FakeEngine.Cpu with { Card = 1 }] }, Options);
        var jobs = Enumerable.Range(0, 3).Select(_ => Client.RestoreAsync(Stack)).ToList();
        await UntilAsync(() => Count(JobState.Restoring) == 2 && Count(JobState.Queued) == 1, "two jobs restore and one waits");
        gate.Release();
        await UntilAsync(() => Count(JobState.Done) == 1 && Count(JobState.Restoring) == 2, "the third has the device of the first that is done");
        gate.Release(2);
        foreach (var job in jobs) CollectionAssert.AreEqual(new byte[] { 1, 2 }, (await job).Bytes);
    }

    private int Count(JobState state) => Server.Jobs.All.Count(job => job.View.State == state);
}
