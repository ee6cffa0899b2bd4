using System.Net;
using FijiBridge.Bridge.Client;
using FijiBridge.Bridge.Server.Access;
using FijiBridge.Protos.V1;
using Grpc.Core;
using Grpc.Health.V1;

namespace FijiBridge.Bridge.Tests.Server.Access;

/// <summary>Who is let in, and what they see of others.</summary>
[TestClass]
public sealed class AuthenticationTests : ServerTest
{
    private readonly byte[] _file = TestStacks.Ramp();

    [TestMethod]
    public async Task Restore_WithAToken_BringsTheResultOverBothProtocols()
    {
        var token = await StartWithTokenAsync(Role.User);
        CollectionAssert.AreEqual(_file, (await NewClient(token).RestoreAsync(_file)).Bytes);
        using var web = new TokenHandler(token, new SocketsHttpHandler());
        var (received, status) = await GrpcWebTransfer.RestoreAsync(Server.WebAddress, _file, web);
        Assert.AreEqual("0", status);
        CollectionAssert.AreEqual(_file, received.Bytes);
    }

    [TestMethod]
    public async Task Restore_WithoutAToken_IsUnauthenticatedOverBothProtocols()
    {
        await StartWithTokenAsync(Role.User);
        var status = await Transfer.StatusOfAsync(Client.GetServerAsync(new GetServerRequest()).ResponseAsync);
        Assert.AreEqual(StatusCode.Unauthenticated, status.StatusCode);
        StringAssert.Contains(status.Detail, "--token");
        Assert.AreEqual(("16", 0), await WebStatusAsync(authorization: null));
        Assert.IsTrue(Log.Has(110));
    }

    [TestMethod]
    [DataRow("Bearer wrong")]
    [DataRow("Bearer")]
    [DataRow("Basic YW5uYTphbm5h")]
    [DataRow("")]
    public async Task Restore_OtherAuthorization_IsUnauthenticated(string authorization)
    {
        await StartWithTokenAsync(Role.User);
        var headers = new Metadata { { "authorization", authorization } };
        var call = Client.GetServerAsync(new GetServerRequest(), headers);
        Assert.AreEqual(StatusCode.Unauthenticated, (await Transfer.StatusOfAsync(call.ResponseAsync)).StatusCode);
        Assert.AreEqual(("16", 0), await WebStatusAsync(authorization));
    }

    [TestMethod]
    public async Task Health_WithoutAToken_Answers()
    {
        await StartWithTokenAsync(Role.User);
        var health = new Health.HealthClient(NewChannel());
        Assert.AreEqual(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest())).Status);
    }

    [TestMethod]
    public async Task Page_WithoutAToken_Is401()
    {
        await StartWithTokenAsync(Role.User);
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(Server.WebAddress, "/metrics"));
        Assert.AreEqual(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.AreEqual("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [TestMethod]
    public async Task WatchAndCancel_JobOfSomebodyElse_AreToldAsNoJob()
    {
        using var gate = new SemaphoreSlim(0);
        var (anna, berta, admin) = (Token("anna"), Token("berta"), Token("carla", Role.Admin));
        await StartAsync(FakeRestorations.Gated(gate, [1], [2]), Options with { TokensFile = TokensFile });
        using var call = NewClient(anna).Restore();
        await call.SendAsync(_file);
        var job = (await new Received().ReadAsync(call.ResponseStream, so => so.Bytes.Count == 0)).JobId;
        var unknown = await Transfer.StatusOfAsync(WatchAsync(NewClient(berta), new string('0', 32)));
        Assert.AreEqual(StatusCode.NotFound, unknown.StatusCode);
        Assert.AreEqual(unknown, await Transfer.StatusOfAsync(WatchAsync(NewClient(berta), job)));
        Assert.IsFalse((await NewClient(berta).CancelAsync(new CancelRequest { JobId = job })).Cancelled);
        Assert.AreEqual("anna", Server.Jobs.Find(job)!.Owner);
        Assert.IsTrue((await NewClient(admin).CancelAsync(new CancelRequest { JobId = job })).Cancelled);
    }

    [TestMethod]
    [DataRow(Role.User)]
    [DataRow(Role.Trainer)]
    public async Task ImportModel_ByOthersThanAdmins_IsDenied(Role role)
    {
        var models = new Models.ModelsClient(NewChannel(await StartWithTokenAsync(role)));
        using var call = models.ImportModel();
        Assert.AreEqual(StatusCode.PermissionDenied, (await Transfer.StatusOfAsync(call.ResponseAsync)).StatusCode);
        var removing = models.RemoveModelAsync(new RemoveModelRequest { Name = "smooth" }).ResponseAsync;
        Assert.AreEqual(StatusCode.PermissionDenied, (await Transfer.StatusOfAsync(removing)).StatusCode);
    }

    [TestMethod]
    public async Task Model_PrivateToAnAdmin_IsNoModelForOthers()
    {
        var (admin, anna) = (Token("carla", Role.Admin), Token("anna"));
        await StartAsync(FakeRestorations.Copy, Options with { TokensFile = TokensFile });
        var (hers, others) = (new Models.ModelsClient(NewChannel(admin)), new Models.ModelsClient(NewChannel(anna)));
        var zip = Path.Combine(Folder, "secret.zip");
        await File.WriteAllBytesAsync(zip, ModelZip.Smooth("secret"));
        Assert.AreEqual("carla", (await new ModelsClient(NewChannel(admin)).ImportAsync(zip, isPrivate: true, default)).Owner);
        Assert.Contains("secret", await NamesAsync(hers));
        Assert.DoesNotContain("secret", await NamesAsync(others));
        Status[] refusals =
        [
            await Transfer.StatusOfAsync(others.GetModelAsync(new GetModelRequest { Name = "secret" }).ResponseAsync),
            await Transfer.StatusOfAsync(others.ExportModel(new ExportModelRequest { Name = "secret" }).ResponseStream.MoveNext(default)),
            await Transfer.StatusOfAsync(others.RemoveModelAsync(new RemoveModelRequest { Name = "secret" }).ResponseAsync),
            await Transfer.StatusOfAsync(NewClient(anna).RestoreAsync(_file, new RestoreSettings { Model = "secret" })),
        ];
        foreach (var refusal in refusals)
        {
            Assert.AreEqual(StatusCode.NotFound, refusal.StatusCode);
            Assert.HasCount(2, refusal.Detail.Split("secret"), "the name stands in the list of models there are");
        }
        Assert.IsFalse((await NewClient(anna).CheckAsync(new CheckRequest { Settings = new RestoreSettings { Model = "secret" } })).Accepted);
        Assert.IsNotNull((await NewClient(admin).RestoreAsync(_file, new RestoreSettings { Model = "secret" })).Done);
    }

    [TestMethod]
    public async Task Call_WithoutTokensByAForeignName_IsNotTakenForThisMachine()
    {
        await StartAsync(FakeRestorations.Copy);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Server.WebAddress, "/api/overview"));
        request.Headers.Host = "evil.example:50052";
        Assert.AreEqual(HttpStatusCode.Unauthorized, (await http.SendAsync(request)).StatusCode);
    }

    [TestMethod]
    [DataRow("https://evil.example", true)]
    [DataRow("http://127.0.0.1:1", true)]
    [DataRow("null", true)]
    [DataRow("", false)]
    public async Task Post_WithoutTokensFromAnotherPage_IsRefused(string origin, bool refused)
    {
        await StartAsync(FakeRestorations.Copy);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Server.WebAddress, "/api/jobs?name=x.tif")) { Content = new ByteArrayContent([]) };
        request.Headers.Add("Origin", origin.Length > 0 ? origin : Server.WebAddress.GetLeftPart(UriPartial.Authority));
        using var response = await http.SendAsync(request);
        Assert.AreEqual(refused, response.StatusCode == HttpStatusCode.Unauthorized, $"{response.StatusCode}");
        Assert.AreEqual(0, Server.Jobs.Unfinished);
    }

    private async Task<string> StartWithTokenAsync(Role role)
    {
        var token = Token("anna", role);
        await StartAsync(FakeRestorations.Copy, Options with { TokensFile = TokensFile });
        return token;
    }

    private async Task<(string Status, int Messages)> WebStatusAsync(string? authorization)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Server.WebAddress, "/fijibridge.v1.Restoration/GetServer")) { Content = new ByteArrayContent([0, 0, 0, 0, 0]) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc-web+proto");
        if (authorization is not null) request.Headers.TryAddWithoutValidation("authorization", authorization);
        using var response = await http.SendAsync(request);
        var reply = await Wire.GrpcWebReply.ReadAsync(response);
        return (reply.Headers.GetValueOrDefault("grpc-status") ?? reply.Trailers!["grpc-status"], reply.Messages.Count);
    }

    private static async Task WatchAsync(Restoration.RestorationClient client, string job)
    {
        using var call = client.Watch(new WatchRequest { JobId = job });
        await new Received().ReadAsync(call.ResponseStream);
    }

    private static async Task<List<string>> NamesAsync(Models.ModelsClient models) =>
        [.. (await models.ListModelsAsync(new ListModelsRequest())).Models.Select(model => model.Name)];
}
