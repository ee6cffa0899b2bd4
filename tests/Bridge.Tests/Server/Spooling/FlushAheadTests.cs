using FijiBridge.Bridge.Server.Spooling;

namespace FijiBridge.Bridge.Tests.Server.Spooling;

[TestClass]
public sealed class FlushAheadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [TestMethod]
    public void Grown_ByAStep_FlushesInTheBackgroundOneAtATime()
    {
        using var flushing = new SemaphoreSlim(0);
        using var gate = new SemaphoreSlim(0);
        var flushes = 0;
        var ahead = new FlushAhead(() =>
        {
            Interlocked.Increment(ref flushes);
            flushing.Release();
            gate.Wait();
        });
        ahead.Grown(FlushAhead.Step - 1);
        Assert.IsFalse(flushing.Wait(0));
        ahead.Grown(FlushAhead.Step);
        Assert.IsTrue(flushing.Wait(Patience));
        ahead.Grown(3 * FlushAhead.Step);
        gate.Release(2);
        ahead.Finish();
        Assert.AreEqual(2, flushes, "one in the background, one at the end");
    }

    [TestMethod]
    public void Finish_AFailureInTheBackground_IsTold()
    {
        var fails = true;
        var ahead = new FlushAhead(() =>
        {
            if (fails) throw new IOException("the disk is gone");
        });
        ahead.Grown(FlushAhead.Step);
        var failure = Assert.ThrowsExactly<IOException>(ahead.Finish);
        Assert.AreEqual("the disk is gone", failure.Message);
        fails = false;
        ahead.Grown(5 * FlushAhead.Step);
        Assert.ThrowsExactly<IOException>(ahead.Finish, "the disk tells of a failure once only, so that it must not be forgotten");
    }
}
