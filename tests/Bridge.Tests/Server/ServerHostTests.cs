using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FijiBridge.Bridge.Server;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Tests.Server;

[TestClass]
public sealed class ServerHostTests : ServerTest
{
    [TestMethod]
    public async Task StartAsync_PortZero_TellsTheRealPorts()
    {
        await StartAsync(FakeRestorations.Copy);
        Assert.AreNotEqual(0, Server.GrpcAddress.Port);
        Assert.AreNotEqual(Server.GrpcAddress.Port, Server.WebAddress.Port);
        Assert.AreEqual("127.0.0.1", Server.GrpcAddress.Host);
    }

    [TestMethod]
    public async Task Restore_OverGrpcWeb_BringsTheWholeResult()
    {
        await StartAsync(FakeRestorations.Copy);
        var (received, status) = await GrpcWebTransfer.RestoreAsync(Server.WebAddress, TestStacks.Ramp());
        CollectionAssert.AreEqual(TestStacks.Ramp(), received.Bytes);
        Assert.IsNotNull(received.Done);
        Assert.AreEqual("0", status);
    }

    [TestMethod]
    public async Task Restore_OverTls_OnePortServesHttp2AndGrpcWeb()
    {
        var (certificate, key) = WriteCertificate();
        await StartAsync(FakeRestorations.Copy, Options with { TlsCertificate = certificate, TlsKey = key });
        Assert.AreEqual(Server.GrpcAddress, Server.WebAddress);
        Assert.AreEqual("https", Server.GrpcAddress.Scheme);
        var client = new Restoration.RestorationClient(NewChannel(GrpcWebTransfer.Trusting(certificate)));
        CollectionAssert.AreEqual(TestStacks.Ramp(), (await client.RestoreAsync(TestStacks.Ramp())).Bytes);
        var (received, _) = await GrpcWebTransfer.RestoreAsync(Server.WebAddress, TestStacks.Ramp(), GrpcWebTransfer.Trusting(certificate));
        CollectionAssert.AreEqual(TestStacks.Ramp(), received.Bytes);
    }

    [TestMethod]
    public async Task StartAsync_PortTaken_FailsAndLeavesNothing()
    {
        await StartAsync(FakeRestorations.Copy);
        var taken = Options with { GrpcPort = Server.GrpcAddress.Port, SpoolFolder = Path.Combine(Folder, "other") };
        await Assert.ThrowsExactlyAsync<IOException>(() => ServerHost.StartAsync(taken, FakeEngine.With(FakeRestorations.Copy, Folder), null, Clock, default));
        Assert.IsEmpty(Directory.GetFileSystemEntries(taken.SpoolFolder));
    }

    [TestMethod]
    public async Task StartAsync_TlsFilesWithoutACertificate_SaysSo()
    {
        Directory.CreateDirectory(Folder);
        var file = Path.Combine(Folder, "empty.pem");
        await File.WriteAllTextAsync(file, "");
        var failure = await Assert.ThrowsExactlyAsync<ArgumentException>(() =>
            StartAsync(FakeRestorations.Copy, Options with { TlsCertificate = file, TlsKey = file }));
        StringAssert.Contains(failure.Message, "empty.pem");
    }

    private (string Certificate, string Key) WriteCertificate()
    {
        Directory.CreateDirectory(Folder);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var paths = (Path.Combine(Folder, "cert.pem"), Path.Combine(Folder, "key.pem"));
        File.WriteAllText(paths.Item1, certificate.ExportCertificatePem());
        File.WriteAllText(paths.Item2, key.ExportPkcs8PrivateKeyPem());
        return paths;
    }
}
