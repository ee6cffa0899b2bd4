using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Tests.Client;

[TestClass]
public sealed class ServerAddressTests
{
    [TestMethod]
    [DataRow("gpubox", "http://gpubox:50051/")]
    [DataRow("gpubox:7000", "http://gpubox:7000/")]
    [DataRow("gpubox:80", "http://gpubox/")]
    [DataRow("10.1.2.3", "http://10.1.2.3:50051/")]
    [DataRow("[::1]", "http://[::1]:50051/")]
    [DataRow("[::1]:7000", "http://[::1]:7000/")]
    [DataRow("http://gpubox", "http://gpubox/")]
    [DataRow("https://restore.lab.example", "https://restore.lab.example/")]
    [DataRow("https://restore.lab.example:50051/", "https://restore.lab.example:50051/")]
    public void Parse_AnAddress_GivesItsScheme_HostAndPort(string text, string expected) =>
        Assert.AreEqual(new Uri(expected), ServerAddress.Parse(text));

    [TestMethod]
    [DataRow("")]
    [DataRow("http://")]
    [DataRow("ftp://gpubox")]
    [DataRow("gpubox:port")]
    [DataRow("gpubox:70000")]
    [DataRow("http://gpubox/restore")]
    [DataRow("http://me:secret@gpubox")]
    [DataRow("two words")]
    public void Parse_SomethingElse_SaysHowToWriteIt(string text)
    {
        var failure = Assert.ThrowsExactly<FormatException>(() => ServerAddress.Parse(text));
        StringAssert.Contains(failure.Message, "write host:port");
    }
}
