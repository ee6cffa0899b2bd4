using System.Security.Cryptography.X509Certificates;
using FijiBridge.Bridge.Client;
using FijiBridge.Bridge.Server;

namespace FijiBridge.Bridge.Tests.Server;

[TestClass]
public sealed class AutoCertificateTests : ServerTest
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [TestMethod]
    public void Provide_NextStart_UsesTheSameUntilItNearlyExpires()
    {
        var first = File.ReadAllText(AutoCertificate.Provide(Folder, Now));
        Assert.AreEqual(first, File.ReadAllText(AutoCertificate.Provide(Folder, Now.AddYears(9))));
        Assert.AreNotEqual(first, File.ReadAllText(AutoCertificate.Provide(Folder, Now.AddYears(10))));
    }

    [TestMethod]
    public void Provide_Certificate_NamesThisMachineAndItsKeyIsPrivate()
    {
        var path = AutoCertificate.Provide(Folder, Now);
        using var certificate = X509Certificate2.CreateFromPemFile(path, path);
        Assert.IsTrue(certificate.MatchesHostname("localhost"));
        Assert.IsTrue(certificate.MatchesHostname("127.0.0.1"));
        if (!OperatingSystem.IsWindows()) Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [TestMethod]
    public void Provide_DamagedFile_IsMadeAnew()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "tls.pem"), "damaged");
        StringAssert.Contains(File.ReadAllText(AutoCertificate.Provide(Folder, Now)), "BEGIN CERTIFICATE");
    }

    [TestMethod]
    public async Task StartAsync_TlsAuto_IsOpenedByItsFingerprintAndAToken()
    {
        var token = Token("anna");
        await StartAsync(FakeRestorations.Copy, Options with { TlsAuto = true, DataFolder = Path.Combine(Folder, "data"), TokensFile = TokensFile });
        var right = new ServerTarget(Server.GrpcAddress) { Token = token, Fingerprint = Fingerprint.Parse(Server.Fingerprint!.ToString()) };
        using var channel = ServerChannel.Open(right);
        Assert.IsNotEmpty(await new ModelsClient(channel).ListAsync(default));
        using var other = ServerChannel.Open(right with { Fingerprint = Fingerprint.Parse(new string('a', 64)) });
        var refused = await Assert.ThrowsExactlyAsync<ClientFailure>(() => new ModelsClient(other).ListAsync(default));
        Assert.AreEqual(ClientFailureKind.Unreachable, refused.Kind);
        StringAssert.Contains(refused.Message, $"its fingerprint is {Server.Fingerprint}");
        using var trusting = ServerChannel.Open(right with { Fingerprint = null });
        StringAssert.Contains((await Assert.ThrowsExactlyAsync<ClientFailure>(() => new ModelsClient(trusting).ListAsync(default))).Message, "not trusted");
    }
}
