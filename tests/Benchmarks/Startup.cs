using System.Diagnostics;

namespace FijiBridge.Benchmarks;

/// <summary>How long a user waits for one small image: the whole program from its start to its end, several times.</summary>
internal static class Startup
{
    public static int Run(string[] options)
    {
        var runs = options.Length > 0 ? int.Parse(options[0]) : 7;
        var folder = Directory.CreateTempSubdirectory("fijibridge-startup-").FullName;
        try
        {
            var input = Path.Combine(folder, "input.tif");
            SyntheticFile.Write(input, side: 512, frames: 1);
            var seconds = Enumerable.Range(0, runs + 1).Select(run => Restore(input, Path.Combine(folder, $"{run}.ome.tif"))).Skip(1).Order().ToArray();
            Console.WriteLine($"restore of one 512 x 512 image, {runs} runs after one to warm up: median {seconds[runs / 2]:F2} s, {seconds[0]:F2} to {seconds[^1]:F2} s");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Restore(string input, string output)
    {
        var clock = Stopwatch.StartNew();
        using var program = new FijiBridgeProcess("restore", input, output, "--model", "smooth", "--device", "cpu", "--quiet");
        program.Result();
        return clock.Elapsed.TotalSeconds;
    }
}
