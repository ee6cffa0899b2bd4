using FijiBridge.Bridge.Server.Access;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Tests.Server.Access;

[TestClass]
public sealed class TokenStoreTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly CapturedLog _log = new();

    private TokenFile Tokens => new(_folder["tokens.json"]);

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public void Identify_ValidToken_IsItsUserWithTheRole()
    {
        Tokens.Create("berta", Role.Admin, DateTimeOffset.UtcNow, null);
        var token = Tokens.Create("anna", Role.Trainer, DateTimeOffset.UtcNow, TimeSpan.FromDays(1)).Token;
        Assert.AreEqual(new Identity("anna", Role.Trainer), Store().Identify(token));
    }

    [TestMethod]
    public void Identify_WrongToken_IsRefused()
    {
        var token = Tokens.Create("anna", Role.User, DateTimeOffset.UtcNow, null).Token;
        var store = Store();
        foreach (var wrong in new[] { "", "x", token[..^1], token + "x", token.ToUpperInvariant(), new string('x', 100_000) })
            StringAssert.Contains(Refused(store, wrong), "not one of this server's");
    }

    [TestMethod]
    public void Identify_ExpiredToken_SaysWhen()
    {
        var token = Tokens.Create("anna", Role.User, new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(1)).Token;
        StringAssert.Contains(Refused(Store(), token), "expired at 2026-01-02");
    }

    [TestMethod]
    public void Identify_RevokedWhileTheServerRuns_IsRefusedAfterALook()
    {
        var (token, record) = Tokens.Create("anna", Role.User, DateTimeOffset.UtcNow, null);
        var store = Store();
        Assert.AreEqual("anna", store.Identify(token).User);
        Tokens.Revoke(record.Id, DateTimeOffset.UtcNow);
        store.Look();
        StringAssert.Contains(Refused(store, token), "was revoked");
        Assert.IsTrue(_log.Has(112));
    }

    [TestMethod]
    public void Look_BrokenOrMissingFile_KeepsTheTokensAndSaysSo()
    {
        var token = Tokens.Create("anna", Role.User, DateTimeOffset.UtcNow, null).Token;
        var store = Store();
        File.WriteAllText(Tokens.Path, "[");
        store.Look();
        Assert.AreEqual("anna", store.Identify(token).User);
        Assert.IsTrue(_log.Has(113));
        File.Delete(Tokens.Path);
        store.Look();
        Assert.AreEqual("anna", store.Identify(token).User);
    }

    private TokenStore Store() =>
        new(Tokens, TimeProvider.System, LoggerFactory.Create(logging => logging.AddProvider(_log)).CreateLogger<TokenStore>());

    private static string Refused(TokenStore store, string token)
    {
        var refusal = Assert.ThrowsExactly<RpcException>(() => store.Identify(token));
        Assert.AreEqual(StatusCode.Unauthenticated, refusal.StatusCode);
        return refusal.Status.Detail;
    }
}
