using System.Diagnostics;
using System.Text;

namespace FijiBridge.Bridge.Tests.Commands;

/// <summary>The program in a process of its own, for what only a whole process shows: signals, exit codes, what it loads.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A shell's background job ignores Ctrl-C, nohup ignores hanging up, and so does every process that they start: the tests may be one.
    private static readonly string[] Program = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT,HUP", "dotnet"] : ["dotnet"];

    private readonly Process _process;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    public ChildProcess(params string[] args)
        : this([], args)
    {
    }

    public ChildProcess(KeyValuePair<string, string>[] environment, params string[] args)
    {
        var start = new ProcessStartInfo(Program[0], [.. Program[1..], "exec", Path.Combine(AppContext.BaseDirectory, "fijibridge.dll"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = Process.Start(start)!;
    }

    public int Id => _process.Id;

    /// <summary>Waits for a line of standard output that begins so.</summary>
    public Task<string> LineAsync(string start) => LineAsync(_process.StandardOutput, _out, start);

    /// <summary>Waits for a line of standard error that begins so.</summary>
    public Task<string> ErrorLineAsync(string start) => LineAsync(_process.StandardError, _error, start);

    /// <summary>Waits for a line of standard error that holds these words.</summary>
    public Task<string> ErrorLineWithAsync(string words) => LineAsync(_process.StandardError, _error, line => line.Contains(words, StringComparison.Ordinal), words);

    /// <summary>Sends a signal such as INT or TERM.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, $"{Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    public async Task<Run> EndAsync()
    {
        var error = _process.StandardError.ReadToEndAsync();
        _out.Append(await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience));
        _error.Append(await error);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return new Run(_process.ExitCode, _out.ToString(), _error.ToString());
    }

    /// <summary>Names of the assemblies mapped into the process (Linux).</summary>
    public string[] Assemblies() =>
        [.. File.ReadLines($"/proc/{Id}/maps").Where(line => line.EndsWith(".dll")).Select(line => Path.GetFileNameWithoutExtension(line)).Distinct()];

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private static Task<string> LineAsync(StreamReader reader, StringBuilder seen, string start) =>
        LineAsync(reader, seen, line => line.StartsWith(start, StringComparison.Ordinal), start);

    private static async Task<string> LineAsync(StreamReader reader, StringBuilder seen, Func<string, bool> isIt, string words)
    {
        while (await reader.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            seen.AppendLine(line);
            if (isIt(line)) return line;
        }
        throw new InvalidOperationException($"no line had '{words}':\n{seen}");
    }
}
