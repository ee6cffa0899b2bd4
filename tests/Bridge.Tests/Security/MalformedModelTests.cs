using FijiBridge.Bridge.Tests.Server;
using FijiBridge.Engine.Models;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Security;

/// <summary>Models damaged at random, by numbered seeds, sent to a server that runs what it imports, as the real one does.</summary>
[TestClass]
public sealed class MalformedModelTests : SecurityTest
{
    private const int Seeds = 40;

    [TestMethod]
    [DataRow("model.onnx")]
    [DataRow("rdf.yaml")]
    [DataRow("whole zip")]
    [DataRow("test-image.npy")]
    public async Task ImportModel_DamagedAtRandom_IsRefusedOrHarmless(string part)
    {
        var engine = FakeEngine.With(FakeRestorations.Copy, Options.ModelsFolder);
        await StartAsync(engine with { Models = new ModelCatalog(ModelCatalog.BuiltInFolder, Options.ModelsFolder, null, ModelCheck.Require) }, Options);
        var models = new Models.ModelsClient(NewChannel());
        for (var seed = 0; seed < Seeds; seed++) await TryAsync(models, Damaged(part, new Random(seed)), $"{part}, seed {seed}");
        Assert.IsTrue(IsSpoolEmpty);
        Assert.IsFalse(Log.Has(102), "a damaged model brought the server to a fault");
        await AssertAliveAsync();
    }

    // Damage may hit what nobody looks at; then it is a model like another, and goes again.
    private static async Task TryAsync(Models.ModelsClient models, byte[] zip, string what)
    {
        try
        {
            var imported = await ModelZip.ImportAsync(models, zip);
            await models.RemoveModelAsync(new RemoveModelRequest { Name = imported.Name });
        }
        catch (RpcException refusal)
        {
            Assert.IsTrue(
                refusal.StatusCode is StatusCode.FailedPrecondition or StatusCode.ResourceExhausted or StatusCode.InvalidArgument, $"{what}: {refusal.Status}");
            Assert.IsGreaterThan(10, refusal.Status.Detail.Length, what);
        }
    }

    private static byte[] Damaged(string part, Random random) => part == "whole zip"
        ? Damage(ModelZip.Smooth("damaged"), random)
        : ModelZip.Smooth("damaged", change: (name, content) => name == part ? Damage(content, random) : content);

    private static byte[] Damage(byte[] content, Random random)
    {
        var damaged = content.ToArray();
        for (var i = random.Next(1, 6); i > 0; i--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        return random.Next(4) == 0 ? damaged[..random.Next(damaged.Length)] : damaged;
    }
}
