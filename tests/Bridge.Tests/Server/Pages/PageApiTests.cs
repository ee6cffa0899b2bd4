using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FijiBridge.Bridge.Server;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Tests.Server.Pages;

/// <summary>What stands behind the page, asked for as its script does.</summary>
[TestClass]
public sealed class PageApiTests : ServerTest
{
    private static readonly byte[] Stack = TestStacks.Ramp();

    private readonly HttpClient _http = new() { DefaultRequestHeaders = { { "X-FijiBridge", "test" } } };

    [TestMethod]
    public async Task Post_AStack_IsRestoredFetchedAndDeleted()
    {
        await StartAsync(FakeRestorations.Copy);
        var id = await PostAsync("/api/jobs?name=cells.tif&model=smooth&p.sigma=1.5&preview=true");
        await UntilAsync(() => Server.Jobs.Find(id)?.View.Done is not null, "the job is done");
        var header = Server.Jobs.Find(id)!.Ticket.Header;
        Assert.AreEqual(1.5, header.Settings.Parameters["sigma"]);
        Assert.IsTrue(header.Preview);
        using (var result = await _http.GetAsync(Address($"/api/jobs/{id}/result")))
        {
            CollectionAssert.AreEqual(Stack, await result.Content.ReadAsByteArrayAsync());
            Assert.AreEqual("cells-restored.tif", result.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        }
        Assert.AreEqual(HttpStatusCode.NoContent, (await _http.DeleteAsync(Address($"/api/jobs/{id}"))).StatusCode);
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task Overview_AfterAJobWasDeleted_StillShowsItWithBothPictures()
    {
        await StartAsync(FakeRestorations.Copy);
        var received = await Client.RestoreAsync(Stack);
        await Client.CancelAsync(new CancelRequest { JobId = received.JobId });
        var overview = (await _http.GetFromJsonAsync<JsonNode>(Address("/api/overview")))!;
        Assert.AreEqual("local", (string?)overview["user"]);
        Assert.IsTrue(overview["devices"]!.AsArray().Any(device => (string?)device!["kind"] == "cpu" && (bool)device["inUse"]!));
        Assert.IsTrue(overview["models"]!.AsArray().Any(model => (string?)model!["name"] == "smooth"));
        var job = overview["jobs"]!.AsArray().Single()!;
        Assert.AreEqual(("done", "cells.tif", false), ((string?)job["status"], (string?)job["fileName"], (bool)job["here"]!));
        foreach (var which in new[] { "before", "after" })
        {
            var picture = await _http.GetByteArrayAsync(Address($"/api/jobs/{received.JobId}/{which}.png"));
            CollectionAssert.AreEqual(new byte[] { 137, 80, 78, 71 }, picture[..4]);
        }
    }

    [TestMethod]
    [DataRow("/api/jobs?model=no-such-model", HttpStatusCode.NotFound, "no model 'no-such-model'")]
    [DataRow("/api/jobs?model=smooth&p.sigma=many", HttpStatusCode.BadRequest, "not a number")]
    [DataRow("/api/jobs?model=smooth&p.zigma=1", HttpStatusCode.BadRequest, "zigma")]
    public async Task Post_SomethingImpossible_IsToldInOneSentence(string path, HttpStatusCode status, string expected)
    {
        await StartAsync(FakeRestorations.Copy);
        using var response = await _http.PostAsync(Address(path), new ByteArrayContent(Stack));
        Assert.AreEqual(status, response.StatusCode);
        StringAssert.Contains((string?)(await response.Content.ReadFromJsonAsync<JsonNode>())!["error"], expected);
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task Post_MoreThanTheLimit_IsRefusedAndNothingIsLeft()
    {
        await StartAsync(FakeRestorations.Copy, new ServerLimits { MaxUploadBytes = Stack.Length - 1 });
        using var response = await _http.PostAsync(Address("/api/jobs"), new ByteArrayContent(Stack));
        Assert.AreEqual(HttpStatusCode.TooManyRequests, response.StatusCode);
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task Post_FromAnotherPage_IsRefused()
    {
        await StartAsync(FakeRestorations.Copy);
        using var foreign = new HttpClient();
        using var response = await foreign.PostAsync(Address("/api/jobs"), new ByteArrayContent(Stack));
        Assert.AreEqual(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.AreEqual(0, Server.Jobs.Count);
    }

    [TestMethod]
    public async Task Result_BeforeTheEnd_IsAConflict()
    {
        using var gate = new SemaphoreSlim(0);
        await StartAsync(FakeRestorations.Gated(gate, [1], [2]));
        var id = await PostAsync("/api/jobs");
        Assert.AreEqual(HttpStatusCode.Conflict, (await _http.GetAsync(Address($"/api/jobs/{id}/result"))).StatusCode);
        Assert.AreEqual(HttpStatusCode.NotFound, (await _http.GetAsync(Address("/api/jobs/other/result"))).StatusCode);
        Assert.AreEqual(HttpStatusCode.NoContent, (await _http.DeleteAsync(Address($"/api/jobs/{id}"))).StatusCode);
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task Page_ItsFiles_AreServedWithAPolicyAndNeedNoToken()
    {
        await StartAsync(FakeRestorations.Copy);
        foreach (var path in new[] { "/", "/page.css", "/page.js" })
        {
            using var response = await _http.GetAsync(Address(path));
            Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, path);
            StringAssert.Contains(response.Headers.GetValues("Content-Security-Policy").Single(), "default-src 'self'");
        }
    }

    private Uri Address(string path) => new(Server.WebAddress, path);

    private async Task<string> PostAsync(string path)
    {
        using var response = await _http.PostAsync(Address(path), new ByteArrayContent(Stack));
        return (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
    }
}
