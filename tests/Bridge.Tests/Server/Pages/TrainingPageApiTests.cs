using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Tests.Server.Training;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Tests.Server.Pages;

/// <summary>What the page learns of trainings, and who learns it.</summary>
[TestClass]
public sealed class TrainingPageApiTests : ServerTest
{
    [TestMethod]
    public async Task Trainings_AreToldToTheirOwnerAloneAndNotWithoutAToken()
    {
        var (anna, bert, admin) = (Token("anna", Role.Trainer), Token("bert", Role.Trainer), Token("carl", Role.Admin));
        await StartAsync(Options with { TokensFile = TokensFile });
        var training = new Protos.V1.Training.TrainingClient(NewChannel(anna));
        await TrainingCalls.TrainAsync(training, TrainingCalls.Uploaded(new TrainingSettings { Name = "tiny", Architecture = "dncnn", Steps = 20 }, 3));
        var run = (await training.ListRunsAsync(new ListRunsRequest())).Runs.Single();

        var told = (await TrainingsAsync(anna)).Single()!;
        Assert.AreEqual((run.RunId, "tiny", "done", 20), ((string?)told["id"], (string?)told["name"], (string?)told["status"], (int)told["step"]!));
        Assert.IsNotEmpty(run.History);
        Assert.AreEqual((run.History[^1].ValidationPsnr, run.History.Max(point => point.ValidationPsnr)), ((double)told["psnr"]!, (double)told["best"]!));
        var history = await JsonAsync(anna, $"/{run.RunId}/history");
        Assert.AreEqual((int)told["historyVersion"]!, (int)history["version"]!);
        CollectionAssert.AreEqual(
            run.History.Select(point => (point.Step, point.Loss, point.ValidationPsnr)).ToArray(),
            history["points"]!.AsArray().Select(point => ((ulong)point!["step"]!, (double)point["loss"]!, (double)point["psnr"]!)).ToArray());
        foreach (var other in new[] { bert, admin })
        {
            Assert.IsEmpty(await TrainingsAsync(other));
            using var foreign = await AskAsync(other, $"/{run.RunId}/history");
            Assert.AreEqual(HttpStatusCode.NotFound, foreign.StatusCode);
        }
        foreach (var path in new[] { "", $"/{run.RunId}/history" })
        {
            using var refused = await AskAsync(token: null, path);
            Assert.AreEqual(HttpStatusCode.Unauthorized, refused.StatusCode);
        }
    }

    [TestMethod]
    public async Task Trainings_AreSentAgainOnlyWhenSomethingHasChanged()
    {
        var gate = new StepGate("tiny");
        await StartAsync(FakeEngine.With(FakeRestorations.Copy, Options.ModelsFolder) with { Train = gate.Train }, Options);
        using var none = await AskAsync(token: null);
        Assert.AreEqual(HttpStatusCode.NotModified, (await AskAsync(token: null, tag: none.Headers.ETag)).StatusCode);
        var running = TrainingCalls.TrainAsync(new(NewChannel()), TrainingCalls.Uploaded(new TrainingSettings { Name = "tiny", Architecture = "dncnn", Steps = 30 }, 3));
        await gate.ReachAsync(15);
        using var first = await AskAsync(token: null, tag: none.Headers.ETag);
        Assert.AreEqual(HttpStatusCode.OK, first.StatusCode);
        var version = (int)(await first.Content.ReadFromJsonAsync<JsonNode>())!["trainings"]![0]!["historyVersion"]!;

        using var same = await AskAsync(token: null, tag: first.Headers.ETag);
        Assert.AreEqual((HttpStatusCode.NotModified, 0), (same.StatusCode, (await same.Content.ReadAsByteArrayAsync()).Length));
        await gate.ReachAsync(25);
        using var changed = await AskAsync(token: null, tag: first.Headers.ETag);

        Assert.AreEqual(HttpStatusCode.OK, changed.StatusCode);
        var told = (await changed.Content.ReadFromJsonAsync<JsonNode>())!["trainings"]![0]!;
        Assert.AreEqual((20, version + 1), ((int)told["step"]! / 10 * 10, (int)told["historyVersion"]!));
        gate.Open();
        Assert.AreEqual(30ul, (await running)[^1].Done.Steps);
    }

    [TestMethod]
    public async Task Delete_OfATrainingOfWhichNothingIsKept_IsAConflictAndOfAnothersNotFound()
    {
        var (anna, bert) = (Token("anna", Role.Trainer), Token("bert", Role.Admin));
        await StartAsync(Options with { TokensFile = TokensFile });
        var replies = await TrainingCalls.TrainAsync(new(NewChannel(anna)), TrainingCalls.Uploaded(new TrainingSettings { Name = "tiny", Architecture = "dncnn", Steps = 20 }, 3));

        foreach (var (token, status) in new[] { (anna, HttpStatusCode.Conflict), (bert, HttpStatusCode.NotFound) })
        {
            using var http = new HttpClient { DefaultRequestHeaders = { { "X-FijiBridge", "test" }, { "Authorization", "Bearer " + token } } };
            using var response = await http.DeleteAsync(new Uri(Server.WebAddress, "/api/trainings/" + replies[0].Accepted.RunId));
            Assert.AreEqual(status, response.StatusCode);
        }
    }

    private async Task<JsonArray> TrainingsAsync(string token) => (await JsonAsync(token, ""))["trainings"]!.AsArray();

    private async Task<JsonNode> JsonAsync(string token, string path)
    {
        using var response = await AskAsync(token, path);
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private async Task<HttpResponseMessage> AskAsync(string? token, string path = "", EntityTagHeaderValue? tag = null)
    {
        using var http = new HttpClient();
        if (token is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (tag is not null) http.DefaultRequestHeaders.IfNoneMatch.Add(tag);
        return await http.GetAsync(new Uri(Server.WebAddress, "/api/trainings" + path));
    }
}
