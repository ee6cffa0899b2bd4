using FijiBridge.Bridge.Server.Access;

namespace FijiBridge.Bridge.Tests.Server.Access;

[TestClass]
public sealed class TokenFileTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private TokenFile Tokens => new(_folder["tokens.json"]);

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public void Create_Token_KeepsItsHashOnly()
    {
        var (token, record) = Tokens.Create("anna", Role.Trainer, Now, TimeSpan.FromDays(1));
        Assert.DoesNotContain(token, File.ReadAllText(Tokens.Path));
        Assert.AreEqual(Convert.ToHexStringLower(TokenSecret.Hash(token)), record.Sha256);
        Assert.AreEqual(record, Tokens.Read().Single());
        Assert.AreEqual((Role.Trainer, Now.AddDays(1)), (record.Role, record.Expires));
    }

    [TestMethod]
    public void Create_File_IsForItsOwnerAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("on Windows the rights come from the folder");
            return;
        }
        Tokens.Create("anna", Role.User, Now, null);
        Tokens.Create("berta", Role.User, Now, null);
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Tokens.Path));
        Assert.IsFalse(PrivateFile.IsOpenToOthers(Tokens.Path));
        File.SetUnixFileMode(Tokens.Path, UnixFileMode.UserRead | UnixFileMode.OtherWrite);
        Assert.IsTrue(PrivateFile.IsOpenToOthers(Tokens.Path));
    }

    [TestMethod]
    public void New_TwoTokens_Differ() => Assert.AreNotEqual(TokenSecret.New(), TokenSecret.New());

    [TestMethod]
    public void Create_ManyAtTheSameTime_AreAllKept()
    {
        Parallel.For(0, 12, i => new TokenFile(Tokens.Path).Create($"user{i}", Role.User, Now, null));
        Assert.HasCount(12, Tokens.Read().Select(token => token.User).Distinct().ToList());
        CollectionAssert.AreEquivalent(new[] { "tokens.json", "tokens.json.lock" }, _folder.Names);
    }

    [TestMethod]
    public void Revoke_IdOrUser_TakesThoseOutOfUseAndTellsThem()
    {
        var first = Tokens.Create("anna", Role.User, Now, null).Record;
        Tokens.Create("anna", Role.User, Now, null);
        Tokens.Create("berta", Role.User, Now, null);
        Assert.AreEqual(first.Id, Tokens.Revoke(first.Id, Now).Single().Id);
        Assert.HasCount(1, Tokens.Revoke("anna", Now));
        Assert.IsEmpty(Tokens.Revoke("anna", Now));
        CollectionAssert.AreEqual(new[] { "revoked", "revoked", "valid" }, Tokens.Read().Select(token => token.StateAt(Now)).ToArray());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("{}")]
    [DataRow("[null]")]
    [DataRow("[{}]")]
    [DataRow("""[{"id":"1","user":null,"role":"user","sha256":"00","created":"2026-01-01T00:00:00Z"}]""")]
    [DataRow("""[{"id":"1","user":"anna","role":"user","sha256":"00","created":"2026-01-01T00:00:00Z"}]""")]
    [DataRow("""[{"id":"1","user":"anna","role":"king","sha256":"0000000000000000000000000000000000000000000000000000000000000000","created":"2026-01-01T00:00:00Z"}]""")]
    public void Read_BrokenFile_IsToldAndNeverReplaced(string content)
    {
        File.WriteAllText(Tokens.Path, content);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => Tokens.Read()).Message, Tokens.Path);
        Assert.ThrowsExactly<InvalidDataException>(() => Tokens.Create("anna", Role.User, Now, null));
        Assert.AreEqual(content, File.ReadAllText(Tokens.Path));
    }

    [TestMethod]
    [DataRow("anna", true)]
    [DataRow("anna.b-1@lab_2", true)]
    [DataRow("", false)]
    [DataRow("local", false)]
    [DataRow("Anonymous", false)]
    [DataRow("../etc", false)]
    [DataRow(".anna", false)]
    [DataRow("anna b", false)]
    [DataRow("änna", false)]
    [DataRow("anna\n", false)]
    public void IsValid_UserNames_AreWordsOfAscii(string name, bool expected) => Assert.AreEqual(expected, UserNames.IsValid(name));
}
