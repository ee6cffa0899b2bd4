using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FijiBridge.Bridge.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FijiBridge.Bridge.Tests.Client;

[TestClass]
public sealed class ConnectionTests
{
    [TestMethod]
    public async Task List_OverTlsWithACertificateOfNobody_IsNotTrusted()
    {
        using var certificate = SelfSigned();
        await using var server = await FakeServer.StartAsync(new FakeRestoration(), certificate: certificate);
        await FailsAsync(server.Address, "its certificate is not trusted");
    }

    [TestMethod]
    public async Task List_InClearTextFromATlsPort_AsksForHttps()
    {
        using var certificate = SelfSigned();
        await using var server = await FakeServer.StartAsync(new FakeRestoration(), certificate: certificate);
        await FailsAsync(new UriBuilder(server.Address) { Scheme = "http" }.Uri, "does it want https://");
    }

    [TestMethod]
    public async Task List_FromAPortForHttp1_AsksForTheRightPort()
    {
        await using var server = await FakeServer.StartAsync(new FakeRestoration(), protocols: HttpProtocols.Http1);
        await FailsAsync(server.Address, "is this its port for gRPC");
    }

    private static async Task FailsAsync(Uri address, string sentence)
    {
        using var channel = ServerChannel.Open(address);
        var failure = await Assert.ThrowsExactlyAsync<ClientFailure>(() => new ModelsClient(channel).ListAsync(CancellationToken.None));
        Assert.AreEqual(ClientFailureKind.Unreachable, failure.Kind);
        StringAssert.Contains(failure.Message, sentence);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
