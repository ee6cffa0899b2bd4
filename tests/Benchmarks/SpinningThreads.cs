using System.Diagnostics;
using FijiBridge.Engine.Inference;

namespace FijiBridge.Benchmarks;

/// <summary>What it costs and gains that ONNX Runtime's idle threads poll, alone and with a second session at work beside it.</summary>
internal static class SpinningThreads
{
    private const int Size = 256;
    private const int Rounds = 7;
    private const int Runs = 10;

    public static int Run(string[] _)
    {
        Console.WriteLine("spinning  sessions  wall ms/tile  processor ms/tile");
        foreach (var sessions in new[] { 1, 2 })
        {
            // Alternating, and the best round of each: what others do on the machine meets both alike.
            var results = new Dictionary<bool, List<(double Wall, double Processor)>> { [false] = [], [true] = [] };
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var spinning in new[] { false, true }) results[spinning].Add(Measure(spinning, sessions));
            }
            foreach (var (spinning, figures) in results)
                Console.WriteLine($"{(spinning ? "on" : "off"),-8}  {sessions,8}  {figures.Min(f => f.Wall),12:F1}  {figures.Min(f => f.Processor),17:F1}");
        }
        return 0;
    }

    private static (double Wall, double Processor) Measure(bool spinning, int sessions)
    {
        var tile = new TileShape(1, 1, Size, Size);
        var onnx = new ConvolutionNetwork(1, 32, 32, 32, 1).ToOnnx();
        var source = ModelSource.FromBytes("benchmark", onnx, ConvolutionNetwork.Input, ConvolutionNetwork.Output, tile, tile);
        var opened = Enumerable.Range(0, sessions).Select(_ => ModelSession.Open(source, DeviceKind.Cpu, new SessionThreads { Spinning = spinning })).ToList();
        RunEach(opened, 2);
        var (clock, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        RunEach(opened, Runs);
        var tiles = Runs * sessions;
        var figures = (clock.Elapsed.TotalMilliseconds / tiles, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / tiles);
        opened.ForEach(session => session.Dispose());
        return figures;
    }

    private static void RunEach(List<ModelSession> sessions, int runs)
    {
        var threads = sessions.Select(session => new Thread(() =>
        {
            var (image, result) = (new float[Size * Size], new float[Size * Size]);
            for (var i = 0; i < runs; i++) session.Run(image, 1, new Dictionary<string, double>(), result);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }
}
