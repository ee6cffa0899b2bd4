using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Engine.Images;

namespace FijiBridge.Bridge.Tests.Server.Jobs;

[TestClass]
public sealed class WorkEstimatesTests
{
    private static readonly StackShape Small = new(100, 100), Large = new(1000, 1000, frames: 10);

    private readonly WorkEstimates _estimates = new();

    [TestMethod]
    public void SecondsOf_AfterJobsOfAModel_IsWhatTheyTook()
    {
        for (var i = 0; i < 20; i++) _estimates.Learn("slow", Large, TimeSpan.FromSeconds(20));
        Assert.AreEqual(20, _estimates.SecondsOf("slow", Large), 0.1);
        Assert.AreEqual(10, _estimates.SecondsOf("slow", new StackShape(1000, 1000, frames: 5)), 0.1);
    }

    [TestMethod]
    public void SecondsOf_AfterManySmallJobs_IsNotMisledByThem()
    {
        _estimates.Learn("fast", Large, TimeSpan.FromSeconds(5));
        for (var i = 0; i < 10; i++) _estimates.Learn("fast", Small, TimeSpan.FromSeconds(0.1));
        Assert.AreEqual(5, _estimates.SecondsOf("fast", Large), 1);
    }

    [TestMethod]
    public void SecondsOf_ADeviceThatBecameSlower_FollowsIt()
    {
        _estimates.Learn("model", Large, TimeSpan.FromSeconds(1));
        for (var i = 0; i < 10; i++) _estimates.Learn("model", Large, TimeSpan.FromSeconds(30));
        Assert.AreEqual(30, _estimates.SecondsOf("model", Large), 1);
    }
}
