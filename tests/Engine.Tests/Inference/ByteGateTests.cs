using FijiBridge.Engine.Inference;

namespace FijiBridge.Engine.Tests.Inference;

[TestClass]
public sealed class ByteGateTests
{
    [TestMethod]
    public async Task EnterAsync_BeyondTheCapacity_WaitsUntilOthersLeave()
    {
        var gate = new ByteGate(10);
        await gate.EnterAsync(6, default);
        var second = gate.EnterAsync(5, default);
        Assert.IsFalse(second.IsCompleted);
        gate.Leave(6);
        await second;
        Assert.AreEqual(5, gate.Inside);
    }

    [TestMethod]
    public async Task EnterAsync_MoreThanTheCapacity_EntersAlone()
    {
        var gate = new ByteGate(10);
        await gate.EnterAsync(1, default);
        var large = gate.EnterAsync(100, default);
        Assert.IsFalse(large.IsCompleted);
        gate.Leave(1);
        await large;
        Assert.AreEqual(100, gate.Inside);
    }

    [TestMethod]
    public async Task EnterAsync_SmallBehindLarge_KeepsTheOrder()
    {
        var gate = new ByteGate(10);
        await gate.EnterAsync(8, default);
        var large = gate.EnterAsync(9, default);
        var small = gate.EnterAsync(1, default);
        Assert.IsFalse(small.IsCompleted);
        gate.Leave(8);
        await large;
        await small;
    }

    [TestMethod]
    public async Task EnterAsync_FirstInLineCancelled_LetsTheNextIn()
    {
        var gate = new ByteGate(10);
        await gate.EnterAsync(8, default);
        using var cancellation = new CancellationTokenSource();
        var large = gate.EnterAsync(9, cancellation.Token);
        var small = gate.EnterAsync(2, default);
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => large);
        await small;
        Assert.AreEqual(10, gate.Inside);
    }

    [TestMethod]
    public async Task Close_TurnsAwayThoseWhoWaitAndThoseWhoCome()
    {
        var gate = new ByteGate(10);
        await gate.EnterAsync(10, default);
        var waiting = gate.EnterAsync(1, default);
        gate.Close();
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAsync<OperationCanceledException>(() => gate.EnterAsync(1, default));
    }
}
