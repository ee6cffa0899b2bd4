using System.Diagnostics;
using System.Globalization;
using FijiBridge.Bridge.Tests.Fiji;

namespace FijiBridge.Benchmarks;

/// <summary>
/// The command Restore Image in ImageJ with 600 MB of memory: virtual stacks that do not fit, through a server with the model pass-through, and back pixel by
/// pixel. Needs about four times the stack's size on the disk of the temporary folder. Options: sizes in MB (500 and 2000).
/// </summary>
internal static class FijiStack
{
    private const int Side = 2048;
    private const string Java = "/usr/bin/java", ClassPath = "/usr/share/java/groovy-all.jar:/usr/share/java/ij.jar";

    public static int Run(string[] options)
    {
        foreach (var megabytes in options.Length > 0 ? options : ["500", "2000"])
        {
            var folder = Directory.CreateTempSubdirectory("fijibridge-stack-").FullName;
            try
            {
                var planes = (int)Math.Ceiling(double.Parse(megabytes, CultureInfo.InvariantCulture) * 1e6 / (2.0 * Side * Side));
                if (!Measure(folder, planes)) return 1;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        return 0;
    }

    private static bool Measure(string folder, int planes)
    {
        var input = Path.Combine(folder, "input.raw");
        WriteNoise(input, planes);
        Console.WriteLine($"input: {planes} planes of {Side} x {Side}, 16 bit, {new FileInfo(input).Length / 1e6:F0} MB, virtual");
        var (grpcPort, webPort) = (Ports.Free(), Ports.Free());
        using var server = new FijiBridgeProcess("serve", "--grpc-port", $"{grpcPort}", "--web-port", $"{webPort}",
            "--spool", Path.Combine(folder, "spool"), "--device", "cpu");
        Ports.WaitFor(webPort);
        using var imageJ = Process.Start(ImageJ(folder, input, planes, webPort))!;
        imageJ.WaitForExit();
        Console.WriteLine($"peak memory of the server: {server.PeakMebibytes:F0} MiB");
        return imageJ.ExitCode == 0;
    }

    private static ProcessStartInfo ImageJ(string folder, string input, int planes, int port)
    {
        var start = new ProcessStartInfo(Java,
        [
            "-Xmx600m", $"-Duser.home={folder}", $"-Djava.io.tmpdir={folder}", "-cp", ClassPath, "groovy.ui.GroovyMain", Path.Combine(AppContext.BaseDirectory, "fiji_stack.groovy"),
            Path.Combine(AppContext.BaseDirectory, "fiji-macro"), input, $"{Side}", $"{planes}", $"127.0.0.1:{port}",
        ]);
        start.Environment["DISPLAY"] = VirtualScreen.Display;
        return start;
    }

    private static void WriteNoise(string path, int planes)
    {
        var random = new Random(1);
        var plane = new byte[2 * Side * Side];
        random.NextBytes(plane);
        using var file = File.Create(path);
        for (var i = 0; i < planes; i++)
        {
            // No two planes are equal.
            random.NextBytes(plane.AsSpan(0, 2 * Side));
            file.Write(plane);
        }
    }
}
