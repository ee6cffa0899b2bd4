using System.Net;
using System.Net.Sockets;
using FijiBridge.Bridge.Commands;

namespace FijiBridge.Bridge.Tests.Commands;

[TestClass]
public sealed class ServeCommandTests
{
    [TestMethod]
    public async Task Serve_UntilTerminated_TellsItsAddressesServesAndEndsCleanly()
    {
        if (OperatingSystem.IsWindows()) Assert.Inconclusive("signals are sent with kill");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["models/half"]);
        using var server = new ChildProcess(
            "serve", "--grpc-port", "0", "--web-port", "0", "--models", folder["models"], "--spool", folder["spool"], "--device", "cpu");
        var grpc = (await server.LineAsync("gRPC ")).Split(' ')[^1];
        await server.LineAsync("Ctrl-C stops it.");
        await server.ErrorLineWithAsync("half: there is no rdf.yaml");
        server.Signal("HUP");
        await server.ErrorLineWithAsync("Reloaded: ");
        var run = await Run.Of("restore", SmallStack.Write(folder["in.tif"]), folder["out.ome.tif"], "--server", grpc, "--quiet");
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Out);
        server.Signal("TERM");
        var ended = await server.EndAsync();
        Assert.AreEqual(ExitCodes.Done, ended.ExitCode, ended.Error);
        StringAssert.Contains(ended.Out, "device    CPU");
        Assert.IsEmpty(Directory.GetFileSystemEntries(folder["spool"], "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public async Task Serve_WithTokensAndItsOwnCertificate_IsOpenedByBoth()
    {
        if (OperatingSystem.IsWindows()) Assert.Inconclusive("signals are sent with kill");
        using var folder = new TemporaryFolder();
        var token = (await Run.Of("token", "create", "anna", "--tokens", folder["tokens.json"])).Out.Trim();
        using var server = new ChildProcess(
            "serve", "--grpc-port", "0", "--models", folder["models"], "--spool", folder["spool"], "--device", "cpu",
            "--tls", "auto", "--data", folder["data"], "--tokens", folder["tokens.json"], "--audit-log", folder["audit.jsonl"]);
        var grpc = (await server.LineAsync("gRPC ")).Split(' ')[^1];
        var fingerprint = (await server.LineAsync("TLS ")).Split(' ')[^1];
        await server.LineAsync("Ctrl-C stops it.");
        string[] restore = ["restore", SmallStack.Write(folder["in.tif"]), folder["out.ome.tif"], "--server", grpc, "--server-fingerprint", fingerprint];
        var stranger = await Run.Of(restore);
        Assert.AreEqual(ExitCodes.Refused, stranger.ExitCode, stranger.Error);
        StringAssert.Contains(stranger.Error, "fijibridge token create");
        var run = await Run.Of([.. restore, "--token", token]);
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        server.Signal("TERM");
        Assert.AreEqual(ExitCodes.Done, (await server.EndAsync()).ExitCode);
        StringAssert.Contains(File.ReadAllText(folder["audit.jsonl"]), "\"user\":\"anna\"");
    }

    [TestMethod]
    public async Task Serve_OnATakenPort_SaysSo()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var run = await Run.Of("serve", "--grpc-port", $"{port}", "--web-port", "0", "--device", "cpu");
        Assert.AreEqual(ExitCodes.CannotServe, run.ExitCode, run.Error);
        StringAssert.Contains(run.Error, $"{port}");
    }

    [TestMethod]
    [DataRow("--host lab.example", "neither an IP address")]
    [DataRow("--grpc-port 70000", "not between 0 and 65535")]
    [DataRow("--grpc-port many", "many")]
    [DataRow("--web-port 50051", "need two ports")]
    [DataRow("--tls-cert lab.pem", "only one of them")]
    [DataRow("--device gpu", "choose one of auto")]
    [DataRow("--host *", "--allow-anonymous")]
    [DataRow("--host 0.0.0.0 --allow-anonymous", "--allow-cleartext")]
    [DataRow("--host * --tls auto --tokens /nowhere/tokens.json", "does not exist")]
    [DataRow("--tls auto --tls-cert lab.pem", "both were asked for")]
    public async Task Serve_WrongArguments_SaysWhichAndExitCode2(string line, string expected)
    {
        var run = await Run.Of(["serve", .. line.Split(' ')]);
        Assert.AreEqual(ExitCodes.WrongUsage, run.ExitCode, run.Error);
        StringAssert.Contains(run.Error, expected);
    }
}
