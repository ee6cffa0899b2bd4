using System.Diagnostics;
using System.Globalization;

namespace FijiBridge.Benchmarks;

/// <summary>A process that does training steps when it is asked to: a line with seconds in, a line with the mean milliseconds of a step out.</summary>
internal sealed class StepProcess : IDisposable
{
    private readonly Process _process;

    public StepProcess(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["OMP_NUM_THREADS"] = "2";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        Note = ReadLine();
    }

    /// <summary>What the process said when it was ready.</summary>
    public string Note { get; }

    /// <summary>Largest resident set so far, in MiB (<c>VmHWM</c> of proc(5)).</summary>
    public double PeakMebibytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
    }

    /// <summary>Does steps for about so long; the mean time of one.</summary>
    public double Milliseconds(double seconds)
    {
        _process.StandardInput.WriteLine(seconds.ToString(CultureInfo.InvariantCulture));
        _process.StandardInput.Flush();
        return double.Parse(ReadLine(), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10))) _process.Kill();
        _process.Dispose();
    }

    private string ReadLine() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the process ended too early");
}
