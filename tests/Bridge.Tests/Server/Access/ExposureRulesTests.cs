using FijiBridge.Bridge.Server;

namespace FijiBridge.Bridge.Tests.Server.Access;

[TestClass]
public sealed class ExposureRulesTests
{
    [TestMethod]
    [DataRow("127.0.0.1")]
    [DataRow("127.3.2.1")]
    [DataRow("::1")]
    [DataRow("localhost")]
    public void Complaints_ThisMachineOnly_NeedsNothing(string host) => Assert.IsEmpty(new ServerOptions { Host = host }.Complaints());

    [TestMethod]
    [DataRow("*")]
    [DataRow("0.0.0.0")]
    [DataRow("::")]
    [DataRow("192.168.1.7")]
    [DataRow("::ffff:10.0.0.1")]
    public void Complaints_OthersCanReachIt_AsksForTokensAndTls(string host)
    {
        var complaints = new ServerOptions { Host = host }.Complaints().ToList();
        Assert.HasCount(2, complaints);
        StringAssert.Contains(complaints[0], "--allow-anonymous");
        StringAssert.Contains(complaints[1], "--allow-cleartext");
    }

    [TestMethod]
    public void Complaints_EachWordOfTheOperator_LiftsOneDemand()
    {
        var open = new ServerOptions { Host = "*" };
        StringAssert.Contains((open with { AllowAnonymous = true }).Complaints().Single(), "--allow-cleartext");
        StringAssert.Contains((open with { TlsAuto = true }).Complaints().Single(), "--allow-anonymous");
        Assert.IsEmpty((open with { AllowAnonymous = true, AllowCleartext = true }).Complaints());
    }
}
