using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace FijiBridge.Engine.Tests.Tiff.Peers;

/// <summary>Runs the programs that others read and write TIFF with; a test whose program is absent is inconclusive.</summary>
internal static class PeerProcess
{
    /// <summary>Where the peers' scripts lie, beside this file.</summary>
    public static string Scripts([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    public static string Run(string program, IEnumerable<string> arguments, string input = "", int timeoutSeconds = 120)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(timeoutSeconds)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} did not end within {timeoutSeconds} s");
        }
        Assert.AreEqual(0, process.ExitCode, $"{program} failed: {errors.Result}");
        return output.Result;
    }

    public static void Require(params string[] files)
    {
        foreach (var file in files)
            if (!File.Exists(file)) Assert.Inconclusive($"{file} is not installed");
    }
}
