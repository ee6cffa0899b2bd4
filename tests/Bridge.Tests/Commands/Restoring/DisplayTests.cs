using FijiBridge.Bridge.Client;
using FijiBridge.Bridge.Commands.Restoring;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Tests.Commands.Restoring;

[TestClass]
public sealed class DisplayTests
{
    private static readonly TransferProgress Sending = new() { BytesSent = 1_500_000, BytesToSend = 3_000_000 };

    private static readonly TransferProgress Restoring = new()
    {
        BytesSent = 10,
        BytesToSend = 10,
        Job = new Progress { Stage = Stage.Restoring, TilesDone = 1, TilesTotal = 2, PlanesDone = 3, PlanesTotal = 8, Device = "webgpu", SecondsLeft = 130 },
    };

    [TestMethod]
    public void Describe_EachStage_SaysWhatIsHappening()
    {
        Assert.AreEqual("sending 1.5 MB of 3.0 MB", ProgressText.Describe(Sending));
        Assert.AreEqual("restoring: plane 3 of 8, tile 1 of 2, on webgpu, 2 min left", ProgressText.Describe(Restoring));
        Assert.AreEqual("waiting, 2 ahead", Describe(new Progress { Stage = Stage.Queued, QueuePosition = 2 }));
        Assert.AreEqual("measuring intensities", Describe(new Progress { Stage = Stage.Measuring }));
        Assert.AreEqual("restoring: plane 0 of 1, tile 0 of 4", Describe(new Progress { Stage = Stage.Restoring, TilesTotal = 4, PlanesTotal = 1, SecondsLeft = -1 }));
    }

    [TestMethod]
    public void Abbreviate_AJob_FitsBesideABar()
    {
        var job = Restoring with { Job = new Progress(Restoring.Job) { Device = "webgpu Some Graphics Card 9000" } };
        Assert.AreEqual("plane 3/8, tile 1/2, webgpu, 2 min left", ProgressText.Abbreviate(job));
        Assert.AreEqual("sending 1.5 MB of 3.0 MB", ProgressText.Abbreviate(Sending));
    }

    [TestMethod]
    public void Share_OfAJob_GrowsFromSendingToRestoring()
    {
        Assert.AreEqual(0.05, ProgressText.Share(Sending), 1e-9);
        Assert.AreEqual(0.55, ProgressText.Share(Restoring), 1e-9);
        Assert.AreEqual(0, ProgressText.Share(new TransferProgress()));
    }

    [TestMethod]
    public async Task LineDisplay_ManyReportsOfOneStage_PrintsOneLineForEachStage()
    {
        var error = new StringWriter();
        await new LineDisplay(error).ShowAsync("cell.tif", progress =>
        {
            for (var i = 0; i < 10; i++) progress.Report(Sending);
            progress.Report(Sending with { Notice = "no GPU" });
            for (var i = 0; i < 10; i++) progress.Report(Restoring);
            return Task.FromResult(0);
        });
        var lines = error.ToString().TrimEnd().Split(Environment.NewLine);
        CollectionAssert.AreEqual(
            new[] { "cell.tif: sending 1.5 MB of 3.0 MB", "cell.tif: no GPU", "cell.tif: restoring: plane 3 of 8, tile 1 of 2, on webgpu, 2 min left" },
            lines);
    }

    [TestMethod]
    public async Task BarDisplay_NamesWithBrackets_AreShownAsTheyAre()
    {
        var error = new StringWriter();
        var result = await new BarDisplay(error).ShowAsync("[red] cell.tif", progress =>
        {
            progress.Report(Restoring with { Notice = "[no] GPU" });
            return Task.FromResult(42);
        });
        Assert.AreEqual(42, result);
        StringAssert.Contains(error.ToString(), "[red] cell.tif: [no] GPU");
    }

    private static string Describe(Progress job) => ProgressText.Describe(new TransferProgress { Job = job });
}
