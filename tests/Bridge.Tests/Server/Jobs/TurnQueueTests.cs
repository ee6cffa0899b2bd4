using FijiBridge.Bridge.Server.Jobs;

namespace FijiBridge.Bridge.Tests.Server.Jobs;

[TestClass]
public sealed class TurnQueueTests
{
    private readonly int[] _ahead = [-1, -1, -1];

    [TestMethod]
    public async Task EnterAsync_ThreeJobsOneTurn_RunInOrderAndAreToldTheirPlace()
    {
        var queue = new TurnQueue(1);
        var first = Enter(queue, 0);
        var second = Enter(queue, 1);
        var third = Enter(queue, 2);
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, _ahead);
        (await first).Dispose();
        using var turn = await second;
        Assert.IsFalse(third.IsCompleted);
        CollectionAssert.AreEqual(new[] { 0, 0, 1 }, _ahead);
    }

    [TestMethod]
    public async Task EnterAsync_CancelledWhileItWaits_LetsTheNextMoveUp()
    {
        var queue = new TurnQueue(1);
        using var running = await Enter(queue, 0);
        using var cancel = new CancellationTokenSource();
        var second = Enter(queue, 1, cancel.Token);
        var third = Enter(queue, 2);
        await cancel.CancelAsync();
        await Assert.ThrowsExactlyAsync<TaskCanceledException>(() => second);
        Assert.AreEqual(1, _ahead[2]);
        running.Dispose();
        (await third).Dispose();
    }

    [TestMethod]
    public async Task EnterAsync_TwoTurns_RunsTwoAtATime()
    {
        var queue = new TurnQueue(2);
        using var first = await Enter(queue, 0);
        using var second = await Enter(queue, 1);
        var third = Enter(queue, 2);
        Assert.AreEqual(2, _ahead[2]);
        second.Dispose();
        second.Dispose();
        (await third).Dispose();
    }

    private Task<IDisposable> Enter(TurnQueue queue, int job, CancellationToken cancellation = default) =>
        queue.EnterAsync(ahead => _ahead[job] = ahead, cancellation);
}
