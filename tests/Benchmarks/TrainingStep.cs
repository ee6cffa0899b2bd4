using System.Diagnostics;
using System.Globalization;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Architectures;

namespace FijiBridge.Benchmarks;

/// <summary>
/// A training step against PyTorch's on the processor: the same networks, the same batches, L2 and Adam. Both run in processes of their own and take turns, so that what
/// others do on the machine meets both alike. PyTorch takes the faster of its two memory layouts. Ours also keeps the running mean of the weights and the gradient's length.
/// </summary>
internal static class TrainingStep
{
    private const int Rounds = 7;
    private const double SecondsOfARound = 2;

    private static readonly (int Batch, int Side)[] Shapes = [(16, 64), (8, 128)];
    private static readonly string[] Names = ["unet", "rednet", "rcan"];

    /// <param name="options">Names of networks (all three when there are none), or <c>worker NAME BATCH SIDE</c>.</param>
    public static int Run(string[] options)
    {
        if (options is ["worker", var name, var batch, var side]) return Work(name, int.Parse(batch, CultureInfo.InvariantCulture), int.Parse(side, CultureInfo.InvariantCulture));
        Console.WriteLine($"two threads, medians of {Rounds} rounds in turns (in brackets the best round)");
        Console.WriteLine("network  batch     ours ms          PyTorch ms       ratio          peak MiB ours / PyTorch");
        foreach (var network in options.Length > 0 ? options : Names)
        foreach (var (count, size) in Shapes)
            Compare(network, count, size);
        return 0;
    }

    private static void Compare(string name, int batch, int side)
    {
        string[] words = [name, $"{batch}", $"{side}"];
        using var ours = new StepProcess(Environment.ProcessPath!, ["training-step", "worker", .. words]);
        using var torch = FasterLayout(words);
        var (a, b) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            a.Add(ours.Milliseconds(SecondsOfARound));
            b.Add(torch.Milliseconds(SecondsOfARound));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-8} {batch,2}x{side,-3}^2  {Median(a),7:F0} ({a.Min(),6:F0})  {Median(b),7:F0} ({b.Min(),6:F0})  {Median(a) / Median(b):F2} ({a.Min() / b.Min():F2})    {ours.PeakMebibytes,5:F0} / {torch.PeakMebibytes,5:F0}   ({torch.Note})"));
    }

    private static StepProcess FasterLayout(string[] words)
    {
        var layouts = new[] { "channels_last", "contiguous" }
            .Select(layout => new StepProcess("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "training_step.py"), .. words, layout])).ToList();
        var faster = layouts.MinBy(process => process.Milliseconds(SecondsOfARound))!;
        foreach (var slower in layouts.Where(process => process != faster)) slower.Dispose();
        return faster;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    // Reads seconds, a line at a time, and answers with the mean milliseconds of the steps that filled them.
    private static int Work(string name, int batch, int side)
    {
        var options = new TrainingOptions { Network = new Network(Catalog.Named(name)), Patch = new PatchShape(batch, side, side), Threads = 2 };
        using var session = ITrainingSession.Open(options, new TrainingState(options.Network.Layout.Initialize(1)));
        var random = new Random(1);
        foreach (var samples in new[] { session.Batch.Input, session.Batch.Target })
        {
            for (var i = 0; i < samples.Length; i++) samples[i] = (float)(random.NextDouble() - 0.5);
        }
        var step = 0;
        for (; step < 3; step++) session.Step(step, 1e-4);
        Console.WriteLine("onnxruntime");
        while (Console.ReadLine() is { } line)
        {
            var (clock, first, seconds) = (Stopwatch.StartNew(), step, double.Parse(line, CultureInfo.InvariantCulture));
            do session.Step(step++, 1e-4);
            while (clock.Elapsed.TotalSeconds < seconds);
            Console.WriteLine((clock.Elapsed.TotalMilliseconds / (step - first)).ToString("R", CultureInfo.InvariantCulture));
        }
        return 0;
    }
}
