using FijiBridge.Bridge.Server;

namespace FijiBridge.Bridge.Tests.Server;

[TestClass]
public sealed class ServerOptionsTests
{
    [TestMethod]
    public void Complaints_Defaults_AreNone() => Assert.IsEmpty(new ServerOptions().Complaints());

    [TestMethod]
    public void Complaints_EverythingWrong_AreAllToldAtOnce()
    {
        var options = new ServerOptions
        {
            Host = "my lab",
            GrpcPort = 70000,
            WebPort = -1,
            TlsCertificate = "missing.pem",
            Limits = new ServerLimits { MaxJobs = 0, LostClientTime = TimeSpan.Zero, MaxMessageBytes = 100 },
        };
        string[] words = ["my lab", "70000", "-1", "both a certificate and a key", "missing.pem", "MaxJobs", "LostClientTime", "MaxMessageBytes"];
        var complaints = options.Complaints().ToList();
        foreach (var word in words) Assert.IsTrue(complaints.Any(complaint => complaint.Contains(word)), word);
        Assert.HasCount(words.Length, complaints);
    }

    [TestMethod]
    public void Complaints_OnePortForBothWithoutTls_IsRefused()
    {
        StringAssert.Contains(new ServerOptions { GrpcPort = 50051, WebPort = 50051 }.Complaints().Single(), "two ports");
        Assert.IsEmpty(new ServerOptions { GrpcPort = 0, WebPort = 0 }.Complaints());
    }
}
