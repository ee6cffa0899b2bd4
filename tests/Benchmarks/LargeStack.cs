using System.Diagnostics;

namespace FijiBridge.Benchmarks;

/// <summary>
/// Peak memory and time while a BigTIFF stack that fits into no memory is restored by one server process and one client process.
/// Needs about three times the stack's size on the disk of the temporary folder.
/// </summary>
internal static class LargeStack
{
    private const int Side = 2048;

    public static int Run(string[] options)
    {
        var gigabytes = options.Length > 0 ? double.Parse(options[0]) : 4.5;
        var frames = (int)Math.Ceiling(gigabytes * 1e9 / (2.0 * Side * Side));
        var folder = Directory.CreateTempSubdirectory("fijibridge-large-").FullName;
        try
        {
            var input = Path.Combine(folder, "input.tif");
            SyntheticFile.Write(input, Side, frames);
            Console.WriteLine($"input: {frames} frames of {Side} x {Side}, 16 bit, {new FileInfo(input).Length / 1e9:F2} GB");
            var (grpcPort, webPort) = (Ports.Free(), Ports.Free());
            using var server = new FijiBridgeProcess("serve", "--grpc-port", $"{grpcPort}", "--web-port", $"{webPort}",
                "--spool", Path.Combine(folder, "spool"), "--device", "cpu");
            Ports.WaitFor(grpcPort);
            Measure(server, input, Path.Combine(folder, "output.ome.tif"), $"http://127.0.0.1:{grpcPort}");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(FijiBridgeProcess server, string input, string output, string address)
    {
        var clock = Stopwatch.StartNew();
        using var client = new FijiBridgeProcess("restore", input, output, "--model", "smooth", "--server", address, "--quiet");
        var clientPeak = 0.0;
        while (!client.HasExited)
        {
            clientPeak = Math.Max(clientPeak, client.PeakMebibytes);
            Thread.Sleep(20);
        }
        client.Result();
        Console.WriteLine($"output: {new FileInfo(output).Length / 1e9:F2} GB in {clock.Elapsed.TotalSeconds:F0} s");
        Console.WriteLine($"peak memory: server {server.PeakMebibytes:F0} MiB, client {clientPeak:F0} MiB");
    }
}
