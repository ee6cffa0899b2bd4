using System.Text.Json;
using FijiBridge.Bridge.Tests.Client;
using FijiBridge.Bridge.Tests.Server;

namespace FijiBridge.Bridge.Tests.Fiji;

/// <summary>What a Fiji user is told when it cannot work: in batch mode one line in the Log, no dialog, no hang, and the macro stops.</summary>
[TestClass]
public sealed class RestoreFailureTests : ServerTest
{
    private static readonly Dictionary<string, string[]> Sentences = new()
    {
        ["noImage"] = ["There is no image open"],
        ["serverDown"] = ["No FijiBridge server answers at 127.0.0.1:1", "fijibridge serve"],
        ["wrongPort"] = ["answers, but not as a FijiBridge server does for Fiji", "gRPC-Web"],
        ["noSuchComputer"] = ["The computer of the server nowhere.invalid:50052 cannot be found"],
        ["notAnAddress"] = ["ftp://x", "host:port"],
        ["noSuchPort"] = ["The server address \"localhost:500522\" cannot be read", "host:port"],
        ["unknownModel"] = ["nonsense"],
        ["badParameter"] = ["sigma=high", "name=number"],
        ["parameterOutOfRange"] = ["sigma", "-5"],
        ["badChoice"] = ["output=16-bit is not a choice: use one of Same type, 32-bit"],
        ["badRange"] = ["2-9", "2 slices"],
        ["noSelection"] = ["draw a selection first"],
        ["killed"] = ["The connection to the server", "was lost during the restoration"],
    };

    private readonly SemaphoreSlim _gate = new(0);

    [TestMethod]
    public async Task RestoreImage_InBatchMode_TellsEachFailureOnceAndStopsTheMacro()
    {
        using var imageJ = new ImageJ();
        await StartAsync(FakeRestorations.PausedCopy(_gate, () => { }));
        var lost = new CuttingRelay(Server.WebAddress, cuts: 0, afterBytes: 0);
        await using var cutting = new CuttingRelay(Server.WebAddress, cuts: 2, afterBytes: 5000);
        imageJ.Start("failures.groovy", Server.WebAddress, new()
        {
            ["grpc"] = Server.GrpcAddress.Authority, ["lost"] = lost.Address.Authority, ["cutting"] = cutting.Address.Authority,
        });
        await imageJ.UntilAsync(() => Server.Jobs.Count == 1, "the job runs whose server is lost");
        await lost.DisposeAsync();
        _gate.Release(2);
        var report = await imageJ.ReportAsync();
        foreach (var (name, sentences) in Sentences) AssertTold(report.GetProperty(name), name, sentences);
        Assert.AreEqual("cells-restored", report.GetProperty("cutOnce").GetProperty("result").GetString());
        Assert.AreEqual(1, cutting.Cuts);
    }

    private static void AssertTold(JsonElement run, string name, string[] sentences)
    {
        var log = run.GetProperty("log").GetString()!;
        foreach (var sentence in sentences) StringAssert.Contains(log, sentence, name);
        // Before the upload the server also says which device it uses, and why.
        Assert.AreEqual(1, log.Replace("Restore Image: WebGPU", "", StringComparison.Ordinal).Split("Restore Image: ").Length - 1, $"{name}: {log}");
        Assert.IsFalse(run.GetProperty("wentOn").GetBoolean(), $"{name}: the macro went on");
        Assert.AreEqual(0, run.GetProperty("windows").GetArrayLength(), $"{name}: a dialog waits");
        Assert.IsFalse((run.GetProperty("result").GetString() ?? "").Contains("-restored", StringComparison.Ordinal), name);
    }
}
