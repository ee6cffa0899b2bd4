using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Tests.Client;

[TestClass]
public sealed class ServerTargetTests
{
    private static readonly Fingerprint Pin = Fingerprint.Parse(new string('1', 64));

    [TestMethod]
    [DataRow("http://127.0.0.1:50051", true)]
    [DataRow("http://localhost:50051", true)]
    [DataRow("http://[::1]:50051", true)]
    [DataRow("https://lab.example:50051", true)]
    [DataRow("http://lab.example:50051", false)]
    [DataRow("http://192.168.1.7:50051", false)]
    public void Complaint_TokenInClearText_OnlyWithinThisComputer(string address, bool mayTravel)
    {
        var target = new ServerTarget(new Uri(address)) { Token = "secret" };
        Assert.AreEqual(mayTravel, target.Complaint is null, target.Complaint);
        Assert.IsNull((target with { AllowCleartext = true }).Complaint);
        Assert.IsNull((target with { Token = null }).Complaint);
        if (!mayTravel) Assert.AreEqual(ClientFailureKind.Refused, Assert.ThrowsExactly<ClientFailure>(() => ServerChannel.Open(target)).Kind);
    }

    [TestMethod]
    public void Complaint_FingerprintWithoutTls_AsksForHttps()
    {
        StringAssert.Contains(new ServerTarget(new Uri("http://127.0.0.1:1")) { Fingerprint = Pin }.Complaint, "https://");
        Assert.IsNull(new ServerTarget(new Uri("https://127.0.0.1:1")) { Fingerprint = Pin }.Complaint);
    }
}
