using System.Diagnostics;

namespace FijiBridge.Bridge.Tests.Commands;

/// <summary>The program in a process of its own, for what only a whole process shows: signals, exit codes, what it loads.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _out;
    private readonly Task<string> _error;

    public ChildProcess(params string[] args)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "fijibridge.dll");
        _process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _out = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    /// <summary>Sends a signal such as INT or TERM.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, $"{Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    public async Task<Run> EndAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(patience.Token);
        return new Run(_process.ExitCode, await _out, await _error);
    }

    /// <summary>Names of the assemblies mapped into the process, without ending (Linux).</summary>
    public string[] Assemblies() =>
        [.. File.ReadLines($"/proc/{Id}/maps").Where(line => line.EndsWith(".dll")).Select(line => Path.GetFileNameWithoutExtension(line)).Distinct()];

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
