using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Tests.Server;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Security;

/// <summary>Who shows nothing good gets nowhere: every call, over both protocols.</summary>
[TestClass]
public sealed class CredentialTests : SecurityTest
{
    private static readonly string[] Reflection =
        ["/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"];

    [TestMethod]
    [DataRow("none")]
    [DataRow("wrong")]
    [DataRow("expired")]
    [DataRow("revoked")]
    [DataRow("of another server")]
    [DataRow("hash instead of token")]
    [DataRow("two headers")]
    [DataRow("other scheme")]
    public async Task EveryCall_WithoutAGoodToken_IsUnauthenticated(string credential)
    {
        var good = Token("anna");
        var authorization = Authorization(credential, good);
        await StartAsync(FakeRestorations.Copy, Options with { TokensFile = TokensFile });
        foreach (var door in Doors())
            foreach (var path in RawCall.Methods.Select(RawCall.PathOf).Concat(Reflection).Append("/no.such.Service/Call"))
            {
                var reply = await door.SendAsync(path, RawCall.Frame([]), authorization);
                Assert.AreEqual(StatusCode.Unauthenticated, reply.Status, $"{path}: {reply}");
                Assert.DoesNotContain("anna", credential is "expired" or "revoked" ? "" : reply.Message);
            }
        await AssertAliveAsync(good);
        Assert.AreEqual(0, Server.Jobs.Unfinished);
    }

    [TestMethod]
    public async Task EveryCallAboutAJob_OfSomebodyElse_IsToldAsNoJob()
    {
        var (anna, berta) = (Token("anna"), Token("berta"));
        await StartAsync(FakeRestorations.Copy, Options with { TokensFile = TokensFile });
        var job = (await NewClient(anna).RestoreAsync(TestStacks.Ramp())).JobId;
        Assert.HasCount(1, (await NewClient(anna).ListJobsAsync(new ListJobsRequest())).Jobs);
        Assert.IsEmpty((await NewClient(berta).ListJobsAsync(new ListJobsRequest())).Jobs);
        foreach (var door in Doors())
            foreach (var id in new[] { job, new string('0', 32) })
            {
                await AssertNotFoundAsync(door, "GetJob", RawCall.Frame(new GetJobRequest { JobId = id }), berta);
                await AssertNotFoundAsync(door, "Watch", RawCall.Frame(new WatchRequest { JobId = id }), berta);
                await AssertNotFoundAsync(door, "Restore", RawCall.Frame(new RestoreRequest { Header = new RestoreHeader { ResumeJobId = id } }), berta);
            }
        Assert.IsFalse((await NewClient(berta).CancelAsync(new CancelRequest { JobId = job })).Cancelled);
        Assert.IsNotNull(Server.Jobs.Find(job));
    }

    private static async Task AssertNotFoundAsync(RawCall door, string method, byte[] body, string token)
    {
        var reply = await door.SendAsync("/fijibridge.v1.Restoration/" + method, body, "Bearer " + token);
        Assert.AreEqual((StatusCode.NotFound, "There is no such job any more: it was fetched, cancelled, or its client was away for too long."), (reply.Status, reply.Message));
    }

    private string? Authorization(string credential, string good)
    {
        var file = new TokenFile(TokensFile);
        var now = DateTimeOffset.UtcNow;
        switch (credential)
        {
            case "none": return null;
            case "wrong": return "Bearer " + TokenSecret.New();
            case "expired": return "Bearer " + file.Create("anna", Role.Admin, now.AddDays(-2), TimeSpan.FromDays(1)).Token;
            case "revoked":
                var (token, record) = file.Create("anna", Role.Admin, now, null);
                file.Revoke(record.Id, now);
                return "Bearer " + token;
            case "of another server": return "Bearer " + new TokenFile(Path.Combine(Folder, "other.json")).Create("anna", Role.Admin, now, null).Token;
            case "hash instead of token": return "Bearer " + file.Read()[0].Sha256;
            case "two headers": return $"Bearer {good}, Bearer {good}";
            default: return "Basic " + good;
        }
    }
}
