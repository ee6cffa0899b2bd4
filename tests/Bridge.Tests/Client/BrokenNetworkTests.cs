using FijiBridge.Bridge.Client;
using FijiBridge.Bridge.Server;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Tests.Client;

/// <summary>The client against the real server, with a network between them that fails.</summary>
[TestClass]
public sealed class BrokenNetworkTests
{
    private static readonly StackShape Shape = new(512, 512, frames: 8);

    [TestMethod]
    public async Task Restore_ConnectionIsCutTwice_TheResultIsWholeAllTheSame()
    {
        using var folder = new TemporaryFolder();
        SmallStack.Write(folder["in.tif"], Shape);
        await using var server = await ServerHost.StartAsync(Options(folder));
        await using var relay = new CuttingRelay(server.GrpcAddress, cuts: 2, afterBytes: 1_000_000);
        using var channel = ServerChannel.Open(relay.Address);
        var done = await new RestorationClient(channel).RestoreAsync(
            folder["in.tif"], folder["out.tif"], new RestoreSettings { Model = "smooth" }, overwrite: false, null, CancellationToken.None);
        Assert.AreEqual(2, relay.Cuts);
        Assert.AreEqual((long)done.ResultBytes, new FileInfo(folder["out.tif"]).Length);
        using var output = TiffPlaneReader.Open(folder["out.tif"]);
        Assert.AreEqual(Shape, output.Shape);
    }

    private static ServerOptions Options(TemporaryFolder folder) =>
        new() { GrpcPort = 0, WebPort = 0, ModelsFolder = folder["models"], SpoolFolder = folder["spool"], Device = "cpu" };
}
