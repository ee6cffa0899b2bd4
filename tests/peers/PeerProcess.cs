using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;

namespace FijiBridge.Tests.Peers;

/// <summary>A script of this folder, run by python or node.</summary>
public sealed class PeerProcess : IAsyncDisposable
{
    // Debian's: it has grpcio, which a python of one's own seldom has.
    private const string Python = "/usr/bin/python3";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Folder = typeof(PeerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(pair => pair.Key == "PeersFolder").Value!;

    /// <summary>The .proto file of FijiBridge, for peers that read such files.</summary>
    public static string ContractFile { get; } = Path.GetFullPath(Path.Combine(Folder, "../../Protos/fijibridge/v1/fijibridge.proto"));

    private readonly Process _process;
    private readonly Task<string> _errors;

    private PeerProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Runs a script to its end; what it printed, as JSON.</summary>
    public static async Task<JsonNode> RunAsync(string script, params string[] arguments)
    {
        await using var peer = Start(script, arguments);
        using var patience = new CancellationTokenSource(Patience);
        var output = await peer._process.StandardOutput.ReadToEndAsync(patience.Token);
        await peer._process.WaitForExitAsync(patience.Token);
        Assert.AreEqual(0, peer._process.ExitCode, $"{script} failed: {await peer._errors}");
        return JsonNode.Parse(output)!;
    }

    /// <summary>Starts a script that runs until its standard input is closed; <see cref="DisposeAsync"/> does that.</summary>
    public static PeerProcess Start(string script, params string[] arguments)
    {
        var isPython = script.EndsWith(".py", StringComparison.Ordinal);
        RequireInstalled(isPython);
        var start = new ProcessStartInfo(isPython ? Python : "node", [Path.Combine(Folder, script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new PeerProcess(Process.Start(start)!);
    }

    public async Task<string> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException(await _errors);

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _process.WaitForExitAsync(patience.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static void RequireInstalled(bool python)
    {
        if (python && !Succeeds(Python, "-c", "import grpc, google.protobuf"))
        {
            Assert.Inconclusive($"{Python} has no grpcio; on Debian: apt install python3-grpcio");
        }

        if (!python && (!Directory.Exists(Path.Combine(Folder, "node_modules")) || !Succeeds("node", "--version")))
        {
            Assert.Inconclusive($"node or its packages are missing; install Node.js and run 'npm ci' in {Folder}");
        }
    }

    private static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            return process.WaitForExit(Patience) && process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
