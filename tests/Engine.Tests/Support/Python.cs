using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tests.Support;

/// <summary>Asks scikit-image and SciPy, where the system's Python has them, for what they make of the same images.</summary>
internal static class Python
{
    private const string Interpreter = "/usr/bin/python3";

    /// <summary>Runs a script that finds numpy arrays <c>a</c>, <c>b</c>, ... (float64) and prints numbers or saves an array <c>result</c>.</summary>
    /// <returns>What the script printed, as numbers.</returns>
    public static double[] Numbers(string script, params GreyImage[] images)
    {
        using var folder = new TemporaryFolder();
        return [.. Run(folder, script, images).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
    }

    /// <summary>Runs a script that leaves a float array <c>result</c> of two dimensions.</summary>
    public static GreyImage Image(string script, params GreyImage[] images)
    {
        using var folder = new TemporaryFolder();
        var size = Run(folder, $"{script}\nresult.astype('<f8').tofile('result')\nprint(result.shape[1], result.shape[0])", images).Split(' ');
        var samples = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(folder.At("result"))).ToArray();
        return new GreyImage(int.Parse(size[0], CultureInfo.InvariantCulture), int.Parse(size[1], CultureInfo.InvariantCulture), samples);
    }

    private static string Run(TemporaryFolder folder, string script, GreyImage[] images)
    {
        if (!File.Exists(Interpreter)) Assert.Inconclusive($"{Interpreter} is not installed");
        var start = new ProcessStartInfo(Interpreter) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Path };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"import sys\ntry:\n    import numpy, scipy, skimage\nexcept ImportError:\n    sys.exit(77)\n{Load(folder, images)}{script}");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 77) Assert.Inconclusive("this Python has no scikit-image (Debian: python3-skimage)");
        Assert.AreEqual(0, process.ExitCode, errors.Result);
        return output;
    }

    private static string Load(TemporaryFolder folder, GreyImage[] images)
    {
        var lines = string.Empty;
        for (var i = 0; i < images.Length; i++)
        {
            var name = (char)('a' + i);
            File.WriteAllBytes(folder.At($"{name}"), MemoryMarshal.AsBytes(images[i].Samples.AsSpan()).ToArray());
            lines += $"{name} = numpy.fromfile('{name}', '<f8').reshape({images[i].Height}, {images[i].Width})\n";
        }
        return lines;
    }
}
