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
        CollectionAssert.AreEqual(
            run.History.Select(point => (point.Step, point.Loss, point.ValidationPsnr)).ToArray(),
            told["history"]!.AsArray().Select(point => ((ulong)point!["step"]!, (double)point["loss"]!, (double)point["psnr"]!)).ToArray());
        Assert.AreEqual(run.History.Max(point => point.ValidationPsnr), (double)told["best"]!);
        Assert.IsEmpty(await TrainingsAsync(bert));
        Assert.IsEmpty(await TrainingsAsync(admin));
        using var refused = await AskAsync(token: null);
        Assert.AreEqual(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private async Task<JsonArray> TrainingsAsync(string token)
    {
        using var response = await AskAsync(token);
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!["trainings"]!.AsArray();
    }

    private async Task<HttpResponseMessage> AskAsync(string? token)
    {
        using var http = new HttpClient();
        if (token is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.GetAsync(new Uri(Server.WebAddress, "/api/trainings"));
    }
}
