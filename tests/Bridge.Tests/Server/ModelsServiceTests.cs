using FijiBridge.Bridge.Server;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Server;

[TestClass]
public sealed class ModelsServiceTests : ServerTest
{
    [TestMethod]
    public async Task ListModels_BuiltIn_NamesSmoothWithItsParameter()
    {
        var models = await StartModelsAsync();
        var smooth = (await models.ListModelsAsync(new ListModelsRequest())).Models.Single(model => model.Name == "smooth");
        Assert.IsTrue(smooth.BuiltIn);
        Assert.AreEqual(1u, smooth.Scale);
        Assert.Contains("sigma", smooth.Parameters.Select(parameter => parameter.Name).ToList());
    }

    [TestMethod]
    public async Task GetModel_Smooth_BringsItsDescriptionWordForWord()
    {
        var models = await StartModelsAsync();
        StringAssert.Contains((await models.GetModelAsync(new GetModelRequest { Name = "smooth" })).RdfYaml, "format_version");
    }

    [TestMethod]
    public async Task GetModel_ClimbingName_IsNotFound()
    {
        var models = await StartModelsAsync();
        var status = await Transfer.StatusOfAsync(models.GetModelAsync(new GetModelRequest { Name = "../../../etc" }).ResponseAsync);
        Assert.AreEqual(StatusCode.NotFound, status.StatusCode);
    }

    [TestMethod]
    public async Task ExportThenImport_SameContent_IsTakenAsTheModelThatIsThere()
    {
        var models = await StartModelsAsync();
        var zip = await ExportAsync(models, "smooth");
        Assert.AreEqual("smooth", (await ModelZip.ImportAsync(models, zip)).Name);
        Assert.IsTrue(IsSpoolEmpty);
    }

    [TestMethod]
    public async Task ImportModel_NotAZip_IsRefusedAndLeavesNothing()
    {
        var models = await StartModelsAsync();
        var status = await Transfer.StatusOfAsync(ModelZip.ImportAsync(models, new byte[1000]));
        Assert.AreEqual(StatusCode.FailedPrecondition, status.StatusCode, status.Detail);
        Assert.IsTrue(IsSpoolEmpty);
    }

    [TestMethod]
    public async Task ImportModel_TooLarge_IsStoppedAtTheLimit()
    {
        var models = await StartModelsAsync(new ServerLimits { MaxModelBytes = 999 });
        Assert.AreEqual(StatusCode.ResourceExhausted, (await Transfer.StatusOfAsync(ModelZip.ImportAsync(models, new byte[1000]))).StatusCode);
    }

    [TestMethod]
    public async Task RemoveModel_BuiltIn_IsRefused()
    {
        var models = await StartModelsAsync();
        var status = await Transfer.StatusOfAsync(models.RemoveModelAsync(new RemoveModelRequest { Name = "smooth" }).ResponseAsync);
        Assert.AreEqual(StatusCode.InvalidArgument, status.StatusCode);
    }

    private async Task<Models.ModelsClient> StartModelsAsync(ServerLimits? limits = null)
    {
        await StartAsync(FakeRestorations.Copy, limits);
        return new Models.ModelsClient(NewChannel());
    }

    private static async Task<byte[]> ExportAsync(Models.ModelsClient models, string name)
    {
        using var call = models.ExportModel(new ExportModelRequest { Name = name });
        var bytes = new List<byte>();
        while (await call.ResponseStream.MoveNext(default)) bytes.AddRange(call.ResponseStream.Current.Data.Span);
        return [.. bytes];
    }
}
