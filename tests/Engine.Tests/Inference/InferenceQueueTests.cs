using FijiBridge.Engine.Inference;

namespace FijiBridge.Engine.Tests.Inference;

[TestClass]
public sealed class InferenceQueueTests
{
    private const int TileBytes = 2 * 4 * sizeof(float);
    private static readonly QueueLimits Batches = new() { BatchSamples = 4 * 4 };
    private static readonly QueueLimits TileByTile = new() { BatchSamples = 1 };
    private readonly ModelSession _session = ModelSession.Open(TinyModels.Affine(), DeviceKind.Cpu);

    [TestCleanup]
    public void CloseSession() => _session.Dispose();

    [TestMethod]
    public async Task RunAsync_RealSessionAndManyCallers_EveryoneGetsHisOwnResult()
    {
        await using var queue = new InferenceQueue(Batches);
        var works = Enumerable.Range(0, 100).Select(i => Work(i, job: i % 7) with { Parameters = TinyModels.Parameters(10, i % 2) }).ToList();
        await Task.WhenAll(works.Select(work => Task.Run(() => queue.RunAsync(_session, work, default))));
        for (var i = 0; i < 100; i++) Assert.AreEqual(10f * i + i % 2, works[i].Output.Span[3]);
        Assert.AreEqual(0, queue.BytesInside);
    }

    [TestMethod]
    public async Task RunAsync_WhileTheDeviceIsBusy_LaterTilesShareARun()
    {
        using var device = new FakeDevice { Held = true };
        await using var queue = new InferenceQueue(Batches, device.Run);
        var tasks = await QueueBehindABusyDevice(queue, device, [Work(1), Work(2), Work(3), Work(4), Work(5)]);
        for (var i = 0; i < 3; i++) device.LetOneRun();
        await Task.WhenAll(tasks);
        CollectionAssert.AreEqual(new[] { "0", "1 2 3 4", "5" }, device.Runs.ToArray());
    }

    [TestMethod]
    public async Task RunAsync_OtherParameters_RunApart()
    {
        using var device = new FakeDevice { Held = true };
        await using var queue = new InferenceQueue(Batches, device.Run);
        var other = new Dictionary<string, double> { ["gain"] = 7 };
        var tasks = await QueueBehindABusyDevice(
            queue, device, [Work(1, "a"), Work(2, "b") with { Parameters = other }, Work(3, "c"), Work(4, "d") with { Parameters = new Dictionary<string, double>(other) }]);
        for (var i = 0; i < 3; i++) device.LetOneRun();
        await Task.WhenAll(tasks);
        CollectionAssert.AreEqual(new[] { "0", "1 3", "2 4" }, device.Runs.ToArray());
    }

    [TestMethod]
    public async Task RunAsync_OtherSession_RunsApart()
    {
        using var device = new FakeDevice { Held = true };
        await using var queue = new InferenceQueue(Batches, device.Run);
        using var otherSession = ModelSession.Open(TinyModels.Affine(), DeviceKind.Cpu);
        var first = queue.RunAsync(_session, Work(0), default);
        await device.OneRunBeganAsync();
        Task[] tasks = [first, queue.RunAsync(_session, Work(1, "a"), default), queue.RunAsync(otherSession, Work(2, "b"), default)];
        for (var i = 0; i < 3; i++) device.LetOneRun();
        await Task.WhenAll(tasks);
        CollectionAssert.AreEqual(new[] { "0", "1", "2" }, device.Runs.ToArray());
    }

    [TestMethod]
    public async Task RunAsync_SmallJobBehindALargeOne_TakesTurns()
    {
        using var device = new FakeDevice { Held = true };
        await using var queue = new InferenceQueue(TileByTile, device.Run);
        var large = Enumerable.Range(1, 5).Select(i => Work(i, "large"));
        var small = Enumerable.Range(11, 2).Select(i => Work(i, "small"));
        var tasks = await QueueBehindABusyDevice(queue, device, [.. large, .. small]);
        for (var i = 0; i < 8; i++) device.LetOneRun();
        await Task.WhenAll(tasks);
        CollectionAssert.AreEqual(new[] { "0", "1", "11", "2", "12", "3", "4", "5" }, device.Runs.ToArray());
    }

    [TestMethod]
    public async Task RunAsync_CancelledWhileWaiting_EndsAtOnceAndNeverReachesTheDevice()
    {
        using var device = new FakeDevice { Held = true };
        await using var queue = new InferenceQueue(TileByTile, device.Run);
        using var cancellation = new CancellationTokenSource();
        var first = queue.RunAsync(_session, Work(0), default);
        await device.OneRunBeganAsync();
        var unwanted = queue.RunAsync(_session, Work(1), cancellation.Token);
        var last = queue.RunAsync(_session, Work(2), default);
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => unwanted);
        Assert.AreEqual(2 * TileBytes, queue.BytesInside);
        device.LetOneRun();
        device.LetOneRun();
        await Task.WhenAll(first, last);
        CollectionAssert.AreEqual(new[] { "0", "2" }, device.Runs.ToArray());
    }

    [TestMethod]
    public async Task RunAsync_CancelledWhileRunning_StopsTheRunAndTheQueueGoesOn()
    {
        using var device = new FakeDevice { Held = true };
        await using var queue = new InferenceQueue(TileByTile, device.Run);
        using var cancellation = new CancellationTokenSource();
        var unwanted = queue.RunAsync(_session, Work(1), cancellation.Token);
        await device.OneRunBeganAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => unwanted);
        device.LetOneRun();
        await queue.RunAsync(_session, Work(2), default);
    }

    [TestMethod]
    public async Task RunAsync_OneOfABatchCancelled_TheOthersGetTheirResults()
    {
        using var device = new FakeDevice { Held = true };
        await using var queue = new InferenceQueue(Batches, device.Run);
        using var cancellation = new CancellationTokenSource();
        var first = queue.RunAsync(_session, Work(0), default);
        await device.OneRunBeganAsync();
        var wanted = Work(2);
        Task[] tasks = [queue.RunAsync(_session, Work(1), cancellation.Token), queue.RunAsync(_session, wanted, default)];
        device.LetOneRun();
        await device.OneRunBeganAsync();
        await cancellation.CancelAsync();
        device.LetOneRun();
        await tasks[1];
        await first;
        Assert.AreEqual(4f, wanted.Output.Span[0]);
    }

    [TestMethod]
    public async Task RunAsync_MoreThanTheQueueHolds_CallersWait()
    {
        using var device = new FakeDevice { Held = true };
        await using var queue = new InferenceQueue(TileByTile with { WaitingBytes = 2 * TileBytes }, device.Run);
        var tasks = Enumerable.Range(0, 6).Select(i => queue.RunAsync(_session, Work(i), default)).ToArray();
        await device.OneRunBeganAsync();
        Assert.AreEqual(2 * TileBytes, queue.BytesInside);
        for (var i = 0; i < 6; i++) device.LetOneRun();
        await Task.WhenAll(tasks);
        Assert.AreEqual(0, queue.BytesInside);
    }

    [TestMethod]
    public async Task RunAsync_BatchDoesNotFit_HalvesItRemembersAndTellsEachJobOnce()
    {
        using var device = new FakeDevice { Held = true, Room = 2 };
        await using var queue = new InferenceQueue(Batches, device.Run);
        var notices = new List<string>();
        var works = Enumerable.Range(1, 8).Select(i => Work(i, i % 2) with { Notice = notices.Add }).ToArray();
        var tasks = await QueueBehindABusyDevice(queue, device, works);
        for (var i = 0; i < 6; i++) device.LetOneRun();
        await Task.WhenAll(tasks);
        CollectionAssert.AreEqual(new[] { "0", "1 2 3 4", "1 2", "3 4", "5 6", "7 8" }, device.Runs.ToArray());
        Assert.AreEqual(2, notices.Count);
        StringAssert.Contains(notices[0], "not enough memory for 4 tiles at once; it goes on with 2");
        Assert.AreEqual(2, _session.BatchLimit);
        Assert.AreEqual(16f, works[7].Output.Span[0]);
    }

    [TestMethod]
    public async Task RunAsync_OneTileDoesNotFit_FailsWithOutOfDeviceMemory()
    {
        using var device = new FakeDevice { Room = 0 };
        await using var queue = new InferenceQueue(Batches, device.Run);
        var failure = await Assert.ThrowsExactlyAsync<EngineFailure>(() => queue.RunAsync(_session, Work(1), default));
        Assert.AreEqual(FailureKind.OutOfDeviceMemory, failure.Kind);
    }

    [TestMethod]
    public async Task RunAsync_RunFails_TheCallerGetsTheFailureAndTheQueueGoesOn()
    {
        await using var queue = new InferenceQueue(TileByTile);
        var broken = Work(1) with { Parameters = new Dictionary<string, double>() };
        Assert.AreEqual(FailureKind.BadRequest, (await Assert.ThrowsExactlyAsync<EngineFailure>(() => queue.RunAsync(_session, broken, default))).Kind);
        await queue.RunAsync(_session, Work(1), default);
    }

    [TestMethod]
    public async Task RunAsync_BufferOfAnotherSize_Throws()
    {
        await using var queue = new InferenceQueue(TileByTile);
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => queue.RunAsync(_session, Work(1) with { Output = new float[3] }, default));
    }

    [TestMethod]
    public async Task DisposeAsync_TilesRunningWaitingAndAtTheGate_AllAreCancelled()
    {
        using var device = new FakeDevice { Held = true };
        var queue = new InferenceQueue(TileByTile with { WaitingBytes = 2 * TileBytes }, device.Run);
        var tasks = Enumerable.Range(0, 4).Select(i => queue.RunAsync(_session, Work(i), default)).ToArray();
        await device.OneRunBeganAsync();
        await queue.DisposeAsync();
        await queue.DisposeAsync();
        foreach (var task in tasks) await Assert.ThrowsAsync<OperationCanceledException>(() => task);
        await Assert.ThrowsAsync<OperationCanceledException>(() => queue.RunAsync(_session, Work(9), default));
        CollectionAssert.AreEqual(new[] { "0" }, device.Runs.ToArray());
    }

    [TestMethod]
    public async Task DisposeAsync_RealRunInProgress_StopsIt()
    {
        using var session = ModelSession.Open(TinyModels.Convolutions(256, [1, .. Enumerable.Repeat(32, 100), 1]), DeviceKind.Cpu);
        var queue = new InferenceQueue(TileByTile);
        var work = new TileWork { Input = new float[256 * 256], Output = new float[256 * 256], Job = "long" };
        var task = queue.RunAsync(session, work, default);
        await Task.Delay(30);
        await queue.DisposeAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => task);
    }

    /// <summary>Starts one tile (0), and queues the others while the device holds it.</summary>
    private async Task<Task[]> QueueBehindABusyDevice(InferenceQueue queue, FakeDevice device, TileWork[] works)
    {
        var first = queue.RunAsync(_session, Work(0), default);
        await device.OneRunBeganAsync();
        return [first, .. works.Select(work => queue.RunAsync(_session, work, default))];
    }

    private static TileWork Work(float value, object? job = null) => new()
    {
        Input = new[] { value, value, value, value },
        Output = new float[4],
        Job = job ?? "job",
        Parameters = SharedParameters,
    };

    private static readonly IReadOnlyDictionary<string, double> SharedParameters = TinyModels.Parameters(2, 0);
}
