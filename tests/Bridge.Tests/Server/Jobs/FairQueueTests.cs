using FijiBridge.Bridge.Server.Jobs;

namespace FijiBridge.Bridge.Tests.Server.Jobs;

[TestClass]
public sealed class FairQueueTests
{
    private readonly ManualClock _clock = new();
    private readonly Dictionary<string, QueuePlace> _places = [];
    private readonly List<string> _order = [];

    [TestMethod]
    public async Task EnterAsync_ThreeEqualJobsOneTurn_RunInOrderAndAreToldTheirPlaceAndTime()
    {
        var queue = new FairQueue(1, _clock);
        var first = Enter(queue, "a", 5);
        var second = Enter(queue, "b", 5);
        var third = Enter(queue, "c", 5);
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, new[] { _places["a"].Ahead, _places["b"].Ahead, _places["c"].Ahead });
        Assert.AreEqual(TimeSpan.FromSeconds(10), _places["c"].StartsIn);
        _clock.Advance(TimeSpan.FromSeconds(2));
        queue.Refresh();
        Assert.AreEqual(TimeSpan.FromSeconds(8), _places["c"].StartsIn);
        (await first).Dispose();
        using var turn = await second;
        Assert.IsFalse(third.IsCompleted);
        Assert.AreEqual(new QueuePlace(1, TimeSpan.FromSeconds(5)), _places["c"]);
    }

    [TestMethod]
    public async Task EnterAsync_CancelledWhileItWaits_LetsTheNextMoveUp()
    {
        var queue = new FairQueue(1, _clock);
        using var running = await Enter(queue, "a", 5);
        using var cancel = new CancellationTokenSource();
        var second = Enter(queue, "b", 5, cancellation: cancel.Token);
        var third = Enter(queue, "c", 5);
        await cancel.CancelAsync();
        await Assert.ThrowsExactlyAsync<TaskCanceledException>(() => second);
        Assert.AreEqual(1, _places["c"].Ahead);
        running.Dispose();
        (await third).Dispose();
    }

    [TestMethod]
    public async Task EnterAsync_TwoTurns_RunsTwoAtATime()
    {
        var queue = new FairQueue(2, _clock);
        using var first = await Enter(queue, "a", 5);
        using var second = await Enter(queue, "b", 5);
        var third = Enter(queue, "c", 5);
        Assert.AreEqual(2, _places["c"].Ahead);
        second.Dispose();
        second.Dispose();
        (await third).Dispose();
    }

    [TestMethod]
    public async Task EnterAsync_AUserWithManyJobsAndOneWithASmallOne_TheSmallOneIsNext()
    {
        var queue = new FairQueue(1, _clock);
        var running = await Enter(queue, "ada 0", 5);
        for (var i = 1; i < 50; i++) _ = Enter(queue, $"ada {i}", 5);
        _ = Enter(queue, "bob 0", 1);
        Assert.AreEqual(1, _places["bob 0"].Ahead);
        running.Dispose();
        Assert.AreEqual("bob 0", _order[^1]);
    }

    [TestMethod]
    public async Task EnterAsync_TwoUsersWithEqualJobs_TakeTurns()
    {
        var order = await RunAllAsync([.. Enumerable.Range(0, 6).Select(i => ($"ada {i}", 2.0)), .. Enumerable.Range(0, 6).Select(i => ($"bob {i}", 2.0))]);
        for (var i = 0; i < 12; i += 2)
            CollectionAssert.AreEquivalent(new[] { "ada", "bob" }, order.Skip(i).Take(2).Select(name => name[..3]).ToArray(), string.Join(", ", order));
    }

    [TestMethod]
    public async Task EnterAsync_AUserOfLongJobsAndOneOfShortOnes_GetTheSameTime()
    {
        var order = await RunAllAsync([.. Enumerable.Range(0, 3).Select(i => ($"ada {i}", 8.0)), .. Enumerable.Range(0, 30).Select(i => ($"bob {i}", 1.0))]);
        var places = order.Select((name, i) => (name, i)).Where(job => job.name.StartsWith("ada")).Select(job => job.i).ToArray();
        // Eight short jobs are as much as a long one.
        CollectionAssert.AreEqual(new[] { 8 - 1, 2 * 8, 3 * 8 + 1 }, places, string.Join(", ", order));
    }

    [TestMethod]
    public async Task EnterAsync_OneUsersJobs_RunTheShortestFirst()
    {
        var order = await RunAllAsync([("ada 0", 1), ("ada 1", 9), ("ada 2", 3), ("ada 3", 5)]);
        CollectionAssert.AreEqual(new[] { "ada 0", "ada 2", "ada 3", "ada 1" }, order);
    }

    [TestMethod]
    public async Task EnterAsync_AUserWhoComesBack_HasSavedNothingUp()
    {
        var queue = new FairQueue(1, _clock);
        for (var i = 0; i < 20; i++) await RunAsync(Enter(queue, $"ada {i}", 5), 5);
        using var running = await Enter(queue, "cat 0", 5);
        for (var i = 0; i < 3; i++) (_, _) = (Enter(queue, $"bob {i}", 5), Enter(queue, $"ada a{i}", 5));
        Assert.IsLessThan(_places["bob 2"].Ahead, _places["ada a0"].Ahead, "she had the device long ago, which is no reason to wait now");
    }

    [TestMethod]
    public async Task EnterAsync_Preview_GoesAheadAndBesideALongJob()
    {
        var queue = new FairQueue(1, _clock);
        using var running = await Enter(queue, "ada 0", 3600);
        _ = Enter(queue, "bob 0", 2000);
        using var preview = await Enter(queue, "cat 0", 2, preview: true);
        var second = Enter(queue, "dan 0", 2, preview: true);
        Assert.IsFalse(second.IsCompleted, "there is one such turn");
        preview.Dispose();
        (await second).Dispose();
        Assert.AreEqual(1, _places["bob 0"].Ahead);
    }

    [TestMethod]
    public async Task EnterAsync_ShortJobBesideALongOne_DoesNotWaitForIt()
    {
        var queue = new FairQueue(1, _clock);
        using var running = await Enter(queue, "ada 0", 100);
        (await Enter(queue, "bob 0", 25)).Dispose();
        var tooLong = Enter(queue, "bob 1", 26);
        Assert.IsFalse(tooLong.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(95));
        var late = Enter(queue, "cat 0", 1);
        Assert.IsFalse(late.IsCompleted, "the long one is nearly done");
        running.Dispose();
        (await late).Dispose();
        (await tooLong).Dispose();
    }

    [TestMethod]
    public async Task Dispose_OfAJobThatWasDearerThanExpected_ItsOwnerPaysForIt()
    {
        var queue = new FairQueue(1, _clock);
        var unknown = queue.EnterAsync(new TurnRequest("ada", 1, false, _ => { }, () => null) { Price = () => 100 }, default);
        _ = Enter(queue, "bob 0", 5);
        _ = Enter(queue, "ada 1", 1);
        Assert.IsLessThan(_places["bob 0"].Ahead, _places["ada 1"].Ahead);
        (await unknown).Dispose();
        Assert.AreEqual("bob 0", _order[^1]);
    }

    [TestMethod]
    public async Task Close_LetsNobodyBegin()
    {
        var queue = new FairQueue(1, _clock);
        var running = await Enter(queue, "ada 0", 1);
        var waiting = Enter(queue, "bob 0", 1);
        queue.Close();
        running.Dispose();
        Assert.IsFalse(waiting.IsCompleted);
        Assert.AreEqual(1, queue.Waiting);
    }

    private async Task<List<string>> RunAllAsync((string Name, double Seconds)[] jobs)
    {
        var queue = new FairQueue(1, _clock);
        var gate = await Enter(queue, "nobody", 0);
        var turns = jobs.Select(job => RunAsync(Enter(queue, job.Name, job.Seconds), job.Seconds)).ToArray();
        gate.Dispose();
        await Task.WhenAll(turns);
        return _order[1..];
    }

    private async Task RunAsync(Task<IDisposable> entering, double seconds)
    {
        using var turn = await entering;
        _clock.Advance(TimeSpan.FromSeconds(seconds));
    }

    private Task<IDisposable> Enter(FairQueue queue, string job, double seconds, bool preview = false, CancellationToken cancellation = default) =>
        queue.EnterAsync(new TurnRequest(job.Split(' ')[0], seconds, preview, place => Told(job, place), () => null), cancellation);

    private void Told(string job, QueuePlace place)
    {
        _places[job] = place;
        if (place.Ahead == 0) _order.Add(job);
    }
}
