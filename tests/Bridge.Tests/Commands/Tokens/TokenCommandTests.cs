using System.Text.Json.Nodes;
using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Server.Access;

namespace FijiBridge.Bridge.Tests.Commands.Tokens;

[TestClass]
public sealed class TokenCommandTests
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["tokens.json"];

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public async Task Create_ListRevoke_TellTheSameToken()
    {
        var made = await RunAsync("create", "anna", "--role", "trainer", "--days", "7");
        Assert.StartsWith("fijibridge_", made.Out);
        Assert.AreEqual(1, made.Out.Count(letter => letter == '\n'), "standard output is the token alone");
        var record = new TokenFile(Path).Read().Single();
        StringAssert.Contains(made.Error, $"anna, trainer, id {record.Id}, valid until");
        StringAssert.Contains((await RunAsync("list")).Out, $"{record.Id}  anna  trainer  valid");
        Assert.AreEqual($"{record.Id} of anna revoked" + Environment.NewLine, (await RunAsync("revoke", record.Id)).Out);
        StringAssert.Contains((await RunAsync("list")).Out, "revoked");
    }

    [TestMethod]
    public async Task Create_AsJson_HoldsTheTokenAndNoHash()
    {
        var made = JsonNode.Parse((await RunAsync("create", "anna", "--days", "0", "--json")).Out)!;
        Assert.AreEqual(("anna", "user", "valid", null), ((string?)made["user"], (string?)made["role"], (string?)made["state"], (string?)made["expires"]));
        Assert.StartsWith("fijibridge_", (string)made["token"]!);
        Assert.IsNull(made["sha256"]);
    }

    [TestMethod]
    [DataRow("create local", "cannot be")]
    [DataRow("create ../anna", "cannot be")]
    [DataRow("create anna --role king", "choose one of user, trainer, admin")]
    [DataRow("create anna --days -1", "from 0 to 3650")]
    public async Task Create_WrongArguments_SaysWhich(string line, string expected)
    {
        var run = await Run.Of(["token", .. line.Split(' '), "--tokens", Path]);
        Assert.AreEqual(ExitCodes.WrongUsage, run.ExitCode);
        StringAssert.Contains(run.Error, expected);
        Assert.IsFalse(File.Exists(Path));
    }

    [TestMethod]
    public async Task Revoke_UnknownToken_SaysSo()
    {
        await RunAsync("create", "anna");
        var run = await Run.Of("token", "revoke", "berta", "--tokens", Path);
        Assert.AreEqual(ExitCodes.Refused, run.ExitCode);
        StringAssert.Contains(run.Error, "\"berta\"");
    }

    [TestMethod]
    public async Task List_WithoutAFile_SaysSo()
    {
        var run = await Run.Of("token", "list", "--tokens", Path);
        Assert.AreEqual(ExitCodes.OutputFailed, run.ExitCode);
        StringAssert.Contains(run.Error, Path);
    }

    private async Task<Run> RunAsync(params string[] words)
    {
        var run = await Run.Of(["token", .. words, "--tokens", Path]);
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        return run;
    }
}
