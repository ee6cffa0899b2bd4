using System.Net;
using FijiBridge.Bridge.Server.Quotas;

namespace FijiBridge.Bridge.Tests.Server.Quotas;

[TestClass]
public sealed class ConnectionLimiterTests
{
    [TestMethod]
    [DataRow("10.0.0.1", "10.0.0.1")]
    [DataRow("::ffff:10.0.0.1", "10.0.0.1")]
    [DataRow("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    public void Origin_Address_IsWhatOneCustomerHas(string address, string expected) =>
        Assert.AreEqual(IPAddress.Parse(expected), ConnectionLimiter.Origin(IPAddress.Parse(address)));
}
