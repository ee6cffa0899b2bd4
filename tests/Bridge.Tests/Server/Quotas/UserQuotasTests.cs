using FijiBridge.Bridge.Server;
using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Quotas;
using FijiBridge.Engine;
using FijiBridge.Engine.Images;

namespace FijiBridge.Bridge.Tests.Server.Quotas;

[TestClass]
public sealed class UserQuotasTests
{
    private readonly ManualClock _clock = new();

    [TestMethod]
    public void Enter_MoreJobsAtOnceThanAllowed_IsRefusedForThisUserUntilOneHasEnded()
    {
        var quotas = Quotas(new ServerLimits { MaxUserJobs = 2 });
        quotas.Enter("anna", 0);
        quotas.Enter("anna", 0);
        StringAssert.Contains(Refused(() => quotas.Enter("anna", 0)), "at most 2");
        quotas.Enter("berta", 0);
        quotas.Leave("anna", 0);
        quotas.Enter("anna", 0);
    }

    [TestMethod]
    public void Enter_MoreJobsInAnHourThanAllowed_IsRefusedUntilTheHourIsOver()
    {
        var quotas = Quotas(new ServerLimits { MaxUserJobsPerHour = 2 });
        Job(quotas, 0);
        _clock.Advance(TimeSpan.FromMinutes(30));
        Job(quotas, 0);
        StringAssert.Contains(Refused(() => quotas.Enter("anna", 0)), "3 jobs within an hour");
        _clock.Advance(TimeSpan.FromMinutes(31));
        Job(quotas, 0);
        Refused(() => quotas.Enter("anna", 0));
        _clock.Advance(TimeSpan.FromDays(100));
        Job(quotas, 0);
        Job(quotas, 0);
        Refused(() => quotas.Enter("anna", 0));
    }

    [TestMethod]
    public void Enter_MoreBytesThanAreLeft_IsRefusedWithBothNumbers()
    {
        var quotas = Quotas(new ServerLimits { MaxUserBytesPerHour = 100 });
        Job(quotas, 60);
        Assert.IsNull(quotas.Refusal("anna", 40));
        StringAssert.Contains(quotas.Refusal("anna", 41)!.Value.Sentence, "101 bytes");
        StringAssert.Contains(quotas.Refusal("anna", long.MaxValue)!.Value.Sentence, "at most 100");
    }

    [TestMethod]
    public void ChargePixels_MoreThanAreLeft_IsRefusedAndNotCounted()
    {
        var quotas = Quotas(new ServerLimits { MaxUserPixelsPerHour = 100 });
        quotas.ChargePixels("anna", new StackShape(10, 9));
        StringAssert.Contains(Refused(() => quotas.ChargePixels("anna", new StackShape(11, 1))), "101 pixels");
        quotas.ChargePixels("anna", new StackShape(10, 1));
        Refused(() => quotas.ChargePixels("berta", new StackShape(int.MaxValue, int.MaxValue, 1, 1, int.MaxValue)));
    }

    [TestMethod]
    public void Enter_WhoeverSitsHere_IsNotCounted()
    {
        var quotas = Quotas(new ServerLimits { MaxUserJobs = 1, MaxUserJobsPerHour = 1, MaxUserPixelsPerHour = 1 });
        for (var i = 0; i < 3; i++) quotas.Enter(Identity.Local.User, 1);
        quotas.ChargePixels(Identity.Local.User, new StackShape(10, 10));
    }

    private UserQuotas Quotas(ServerLimits limits) => new(limits, _clock);

    private static void Job(UserQuotas quotas, long bytes)
    {
        quotas.Enter("anna", bytes);
        quotas.Leave("anna", bytes);
    }

    private static string Refused(Action action)
    {
        var failure = Assert.ThrowsExactly<EngineFailure>(action);
        Assert.AreEqual(FailureKind.LimitExceeded, failure.Kind);
        return failure.Message;
    }
}
