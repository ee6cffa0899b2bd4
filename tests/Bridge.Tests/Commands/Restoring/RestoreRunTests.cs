using System.Text.Json;
using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Tests.Client;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Commands.Restoring;

[TestClass]
public sealed class RestoreRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public async Task Restore_OneStackQuietly_PrintsOneAsciiLineAndNothingOnError()
    {
        _folder.Write("z\u00e9bra.tif");
        var run = await RestoreAsync(new FakeRestoration(), "z\u00e9bra.tif", "z\u00e9bra.ome.tif", "--quiet");
        Assert.AreEqual(ExitCodes.Done, run.ExitCode);
        Assert.AreEqual("", run.Error);
        StringAssert.Matches(run.Out, new(@"^OK z\?bra\.ome\.tif restored with smooth 1\.0\.0 on cpu in \d+\.\d s; warning: a quarter of the pixels was clamped\r?\n$"));
        CollectionAssert.AreEqual(new byte[] { 254, 253, 252 }, File.ReadAllBytes(_folder["z\u00e9bra.ome.tif"]));
    }

    [TestMethod]
    public async Task Restore_OneStackAsJson_PrintsOneObjectOfTheContract()
    {
        _folder.Write("in.tif");
        var run = await RestoreAsync(new FakeRestoration(), "in.tif", "out.tif", "--json");
        using var json = JsonDocument.Parse(run.Out);
        var names = json.RootElement.EnumerateObject().Select(property => property.Name);
        Assert.AreEqual(
            "status exit_code input output seconds pixel_type shape bytes sha256 model model_version model_sha256 parameters device device_name server_version server_seconds clamped_share warnings",
            string.Join(' ', names));
        Assert.AreEqual(_folder["out.tif"], json.RootElement.GetProperty("output").GetString());
        Assert.AreEqual("""["a quarter of the pixels was clamped"]""", json.RootElement.GetProperty("warnings").ToString());
        Assert.AreEqual("""{"sigma":1.5}""", json.RootElement.GetProperty("parameters").ToString());
        Assert.AreEqual("""{"width":4,"height":3,"channels":1,"slices":2,"frames":5}""", json.RootElement.GetProperty("shape").ToString());
        Assert.AreEqual(0.25, json.RootElement.GetProperty("clamped_share").GetDouble());
        Assert.HasCount(1, run.Out.TrimEnd().Split('\n'));
    }

    [TestMethod]
    public async Task Restore_OneStack_TellsProgressOnErrorAndTheResultOnOut()
    {
        _folder.Write("in.tif");
        var run = await RestoreAsync(new FakeRestoration(), "in.tif", "out.tif");
        StringAssert.Contains(run.Error, "in.tif: restoring: plane 0 of 1, tile 1 of 2, on cpu, 3.0 s left");
        var lines = run.Out.TrimEnd().Split(Environment.NewLine);
        StringAssert.StartsWith(lines[0], "out.tif restored with smooth 1.0.0 on cpu in ");
        Assert.AreEqual("  warning: a quarter of the pixels was clamped", lines[1]);
    }

    [TestMethod]
    public async Task Restore_FolderWithABadFile_GoesOnAndSaysAtTheEndWhichFailed()
    {
        WriteBatch();
        var run = await RestoreAsync(BadSecondFile(), "in", "out");
        Assert.AreEqual(ExitCodes.SomeFailed, run.ExitCode);
        CollectionAssert.AreEqual(new[] { "out/a.ome.tif", "out/c.ome.tif" }, Outputs());
        Assert.AreEqual("fijibridge: b.tif: tag 259: unknown compression", run.Error.TrimEnd().Split('\n')[^1].TrimEnd());
        StringAssert.Contains(run.Out, "2 of 3 restored in ");
    }

    [TestMethod]
    public async Task Restore_FolderWithABadFileQuietly_PrintsOneErrorLine()
    {
        WriteBatch();
        var run = await RestoreAsync(BadSecondFile(), "in", "out", "--quiet");
        Assert.AreEqual(ExitCodes.SomeFailed, run.ExitCode);
        Assert.AreEqual("ERROR 2 of 3 restored, first failure b.tif: tag 259: unknown compression", run.Out.TrimEnd());
        Assert.AreEqual("", run.Error);
    }

    [TestMethod]
    public async Task Restore_FolderAsJson_HasAnObjectForEachFile()
    {
        WriteBatch();
        var run = await RestoreAsync(BadSecondFile(), "in", "out", "--json", "--quiet");
        using var json = JsonDocument.Parse(run.Out);
        var files = json.RootElement.GetProperty("files").EnumerateArray().ToArray();
        CollectionAssert.AreEqual(new[] { "ok", "error", "ok" }, files.Select(file => file.GetProperty("status").GetString()).ToArray());
        CollectionAssert.AreEqual(new[] { 0, 3, 0 }, files.Select(file => file.GetProperty("exit_code").GetInt32()).ToArray());
        Assert.AreEqual("tag 259: unknown compression", files[1].GetProperty("error").GetString());
        Assert.AreEqual(2, json.RootElement.GetProperty("restored").GetInt32());
        Assert.AreEqual(1, json.RootElement.GetProperty("failed").GetInt32());
        Assert.AreEqual(ExitCodes.SomeFailed, json.RootElement.GetProperty("exit_code").GetInt32());
        Assert.AreEqual("", run.Error);
    }

    [TestMethod]
    public async Task Restore_FolderWithANotice_TellsItOnce()
    {
        WriteBatch();
        const string Notice = "a quarter of the pixels was clamped";
        var run = await RestoreAsync(new FakeRestoration { CheckReply = new CheckReply { Accepted = true, Notices = { Notice } } }, "in", "out");
        Assert.HasCount(2, (run.Error + run.Out).Split(Notice), run.Error + run.Out);
    }

    [TestMethod]
    public async Task Restore_FolderWithoutAServer_StopsAtTheFirstFile()
    {
        WriteBatch();
        var run = await Run.Of("restore", _folder["in"], _folder["out"], "--server", "127.0.0.1:9");
        Assert.AreEqual(ExitCodes.Unreachable, run.ExitCode);
        Assert.HasCount(1, run.Error.TrimEnd().Split('\n').Where(line => line.StartsWith("fijibridge:")));
    }

    [TestMethod]
    public async Task Restore_WithSettings_TheyReachTheServer()
    {
        _folder.Write("in.tif");
        var server = new FakeRestoration();
        await RestoreAsync(server, "in.tif", "out.tif",
            "--model", "smooth", "--output-type", "float32", "--format", "imagej", "--parameter", "sigma=2.5", "--parameter=offset=-1");
        var expected = new RestoreSettings
        {
            Model = "smooth",
            OutputType = OutputType.Float32,
            OutputFormat = OutputFormat.Imagej,
            Parameters = { ["sigma"] = 2.5, ["offset"] = -1 },
        };
        Assert.AreEqual(expected, server.Header!.Settings);
    }

    // In the order of names, b.tif is the second.
    private static FakeRestoration BadSecondFile() => new()
    {
        Fault = new RpcException(new Status(StatusCode.InvalidArgument, "tag 259: unknown compression")),
        FaultyName = "b.tif",
    };

    private void WriteBatch()
    {
        foreach (var name in new[] { "in/a.tif", "in/b.tif", "in/c.tif" }) _folder.Write(name);
    }

    private string[] Outputs() => [.. Directory.EnumerateFiles(_folder["out"]).Order().Select(path => "out/" + Path.GetFileName(path))];

    private async Task<Run> RestoreAsync(FakeRestoration fake, string input, string output, params string[] more)
    {
        await using var server = await FakeServer.StartAsync(fake);
        return await Run.Of(["restore", _folder[input], _folder[output], "--server", server.Address.ToString(), .. more]);
    }
}
