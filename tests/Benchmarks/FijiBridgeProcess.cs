using System.Diagnostics;
using System.Globalization;

namespace FijiBridge.Benchmarks;

/// <summary>The program <c>fijibridge</c> as its users run it: a process of its own, watched from outside.</summary>
internal sealed class FijiBridgeProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;

    public FijiBridgeProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "fijibridge.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        _process = Process.Start(start) ?? throw new InvalidOperationException("fijibridge did not start");
        _output = ReadBoth();
    }

    /// <summary>Largest resident set so far, in MiB (<c>VmHWM</c> of proc(5)); 0 once the process has ended.</summary>
    public double PeakMebibytes => Status("VmHWM:");

    /// <summary>Resident set at this moment, in MiB (<c>VmRSS</c> of proc(5)); 0 once the process has ended.</summary>
    public double Mebibytes => Status("VmRSS:");

    public bool HasExited => _process.HasExited;

    /// <summary>Waits for the end; fails with everything that was printed when the exit code is not 0.</summary>
    public string Result()
    {
        _process.WaitForExit();
        return _process.ExitCode == 0
            ? _output.Result
            : throw new InvalidOperationException($"fijibridge ended with {_process.ExitCode}:\n{_output.Result}");
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private double Status(string field)
    {
        try
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private async Task<string> ReadBoth()
    {
        var errors = _process.StandardError.ReadToEndAsync();
        return await _process.StandardOutput.ReadToEndAsync() + await errors;
    }
}
