using System.ComponentModel;
using System.Diagnostics;

namespace FijiBridge.Engine.Tests.Training;

/// <summary>Debian's PyTorch, where it is installed (python3-torch).</summary>
internal static class PyTorch
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Runs a script of the folder Reference; without PyTorch the test is inconclusive.</summary>
    public static string Run(string script, params string[] arguments)
    {
        if (!File.Exists(Python) || Start(["-c", "import torch"]).ExitCode != 0)
            Assert.Inconclusive($"needs PyTorch for {Python} (Debian's python3-torch)");
        var (code, output, error) = Start([Path.Combine(AppContext.BaseDirectory, "Training", "Reference", script), .. arguments]);
        Assert.AreEqual(0, code, error);
        return output;
    }

    private static (int ExitCode, string Output, string Error) Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["OMP_NUM_THREADS"] = "1";
        try
        {
            using var process = Process.Start(start) ?? throw new Win32Exception();
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
        catch (Win32Exception e)
        {
            return (-1, "", e.Message);
        }
    }
}
