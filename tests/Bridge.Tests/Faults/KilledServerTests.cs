using System.Diagnostics;
using System.Security.Cryptography;
using FijiBridge.Bridge.Client;
using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Tests.Commands;
using FijiBridge.Engine.Images;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Tests.Faults;

/// <summary>The server is killed at any instant and started again while clients work: no job is lost, no pixel wrong, nothing left.</summary>
[TestClass]
public sealed class KilledServerTests
{
    private const int Clients = 3;

    // A machine may be so busy that many servers in a row are killed before they could do anything: nobody gives up here.
    private static readonly ReconnectPlan Plan = new([.. Enumerable.Repeat(TimeSpan.FromMilliseconds(250), 8000)]);

    // The format whose bytes are the same each time; an OME-TIFF carries a new UUID.
    private static readonly RestoreSettings Settings = new() { Model = "smooth", OutputFormat = OutputFormat.Imagej };

    private readonly int _port = Ports.Free();
    private int _restored;
    private ChildProcess? _server;

    /// <summary>Also when an assertion failed, or a server that was launched never told that it is there.</summary>
    [TestCleanup]
    public void EndServer() => _server?.Dispose();

    [TestMethod]
    public async Task Serve_KilledAtRandomPoints_EveryResultIsTheUndisturbedOne()
    {
        var kills = Soak.Count("FIJIBRIDGE_KILLS", otherwise: 5);
        using var folder = new TemporaryFolder();
        var inputs = Enumerable.Range(0, Clients).Select(i => SmallStack.Write(folder[$"in-{i}.tif"], new StackShape(100 << i, 300, frames: 2 << i))).ToArray();
        await StartAsync(folder);
        using var channel = ServerChannel.Open(Address);
        var expected = new List<string>();
        foreach (var input in inputs) expected.Add(await RestoreAsync(channel, input, folder[$"expected-{expected.Count}.tif"]));

        using var ending = new CancellationTokenSource();
        var clients = inputs.Select((input, i) => Task.Run(() => WorkAsync(input, folder[$"out-{i}.tif"], expected[i], ending.Token))).ToArray();
        await KillAsync(kills, folder);
        await ending.CancelAsync();
        await Task.WhenAll(clients);
        Assert.IsGreaterThan(Clients - 1, _restored);
        Console.WriteLine($"{kills} kills, {_restored} stacks restored meanwhile");
        await EndAsync(channel, folder);
    }

    private Uri Address => new($"http://127.0.0.1:{_port}");

    private async Task StartAsync(TemporaryFolder folder)
    {
        Launch(folder);
        await _server!.LineAsync("Ctrl-C");
    }

    // On a machine that has no time, one job can be met more often than a lab's server would put up with.
    private void Launch(TemporaryFolder folder) => _server = new(
        [new("FIJIBRIDGE_SERVE_LIMITS__MAXRUNS", "1000000")],
        "serve", "--grpc-port", $"{_port}", "--web-port", "0", "--models", folder["models"], "--spool", folder["spool"], "--device", "cpu");

    private async Task KillAsync(int kills, TemporaryFolder folder)
    {
        var random = new Random(kills);
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.Delay(random.Next(1500));
            _server!.Dispose();
            // One in four dies while it starts, which is when it reads what the last one left.
            if (random.Next(4) == 0) Launch(folder);
            else await StartAsync(folder);
        }
        _server!.Dispose();
        await StartAsync(folder);
    }

    private async Task WorkAsync(string input, string output, string expected, CancellationToken ending)
    {
        using var channel = ServerChannel.Open(Address);
        while (!ending.IsCancellationRequested)
        {
            Assert.AreEqual(expected, await RestoreAsync(channel, input, output));
            Interlocked.Increment(ref _restored);
        }
    }

    // A user whose server cannot be reached begins again; one whose job was taken in must never have to.
    private static async Task<string> RestoreAsync(Grpc.Net.Client.GrpcChannel channel, string input, string output)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            var seen = new Seen();
            try
            {
                await new RestorationClient(channel, Plan).RestoreAsync(input, output, Settings, overwrite: true, seen, default);
                return Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(output)));
            }
            catch (ClientFailure failure) when (failure.Kind == ClientFailureKind.Unreachable && !seen.Sent && waiting.Elapsed < TimeSpan.FromMinutes(30))
            {
                await Task.Delay(100);
            }
        }
    }

    private async Task EndAsync(Grpc.Net.Client.GrpcChannel channel, TemporaryFolder folder)
    {
        // What is there yet are results whose clients could not say any more that they have them.
        var client = new Restoration.RestorationClient(channel);
        foreach (var job in (await client.ListJobsAsync(new ListJobsRequest())).Jobs)
        {
            Assert.IsTrue(job.Status is JobStatus.Done or JobStatus.Receiving, job.ToString());
            await client.CancelAsync(new CancelRequest { JobId = job.JobId });
        }
        _server!.Signal("TERM");
        Assert.AreEqual(ExitCodes.Done, (await _server.EndAsync()).ExitCode);
        Assert.IsEmpty(Directory.GetFileSystemEntries(folder["spool"], "*", SearchOption.AllDirectories));
    }

    private sealed class Seen : IProgress<TransferProgress>
    {
        public bool Sent { get; private set; }

        public void Report(TransferProgress value) => Sent |= value.BytesSent > 0;
    }
}
