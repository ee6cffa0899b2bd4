using System.Text.Json.Nodes;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Tests.Server.Auditing;

[TestClass]
public sealed class AuditLogTests : ServerTest
{
    private string AuditFile => Path.Combine(Folder, "logs", "audit.jsonl");

    [TestMethod]
    public async Task Calls_OfUsersAndStrangers_AreALineEach()
    {
        var anna = Token("anna");
        await StartAsync(FakeRestorations.Copy, Options with { TokensFile = TokensFile, AuditLog = AuditFile });
        var received = await NewClient(anna).RestoreAsync(TestStacks.Ramp());
        await Transfer.StatusOfAsync(new Models.ModelsClient(NewChannel(anna)).GetModelAsync(new GetModelRequest { Name = "no\nsuch" }).ResponseAsync);
        await Transfer.StatusOfAsync(Client.GetServerAsync(new GetServerRequest()).ResponseAsync);
        await UntilAsync(() => Lines().Count == 3, "three lines are written");
        AssertLine(Lines()[0], "anna", "/fijibridge.v1.Restoration/Restore", received.JobId, "OK");
        AssertLine(Lines()[1], "anna", "/fijibridge.v1.Models/GetModel", "no such", "NotFound");
        AssertLine(Lines()[2], null, "/fijibridge.v1.Restoration/GetServer", null, "Unauthenticated");
        Assert.IsFalse(File.ReadAllText(AuditFile).Contains(anna), "a token stands in the audit log");
        if (!OperatingSystem.IsWindows()) Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(AuditFile));
    }

    [TestMethod]
    public async Task Calls_OfAStrangerWithoutEnd_DoNotFillIt()
    {
        Token("anna");
        await StartAsync(FakeRestorations.Copy, Options with { TokensFile = TokensFile, AuditLog = AuditFile });
        for (var i = 0; i < 250; i++) await Transfer.StatusOfAsync(Client.GetServerAsync(new GetServerRequest()).ResponseAsync);
        // At most two minutes have begun meanwhile on the busiest machine that passes.
        Assert.IsInRange(100, 249, Lines().Count);
    }

    private List<JsonNode> Lines()
    {
        if (!File.Exists(AuditFile)) return [];
        using var file = new FileStream(AuditFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    private static void AssertLine(JsonNode line, string? user, string call, string? subject, string outcome)
    {
        Assert.AreEqual(
            (user, call, subject, outcome, "127.0.0.1"),
            ((string?)line["user"], (string?)line["call"], (string?)line["subject"], (string?)line["outcome"], (string?)line["from"]));
        Assert.IsLessThan(TimeSpan.FromMinutes(5), DateTimeOffset.UtcNow - (DateTimeOffset)line["time"]!);
    }
}
