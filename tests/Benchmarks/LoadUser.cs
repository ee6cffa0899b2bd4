using System.Diagnostics;
using FijiBridge.Bridge.Client;
using FijiBridge.Protos.V1;

namespace FijiBridge.Benchmarks;

/// <summary>A stack that users send.</summary>
internal sealed record LoadStack(string Path, double Megapixels);

/// <summary>What was measured while some users worked.</summary>
/// <param name="Jobs">Stacks that came back.</param>
/// <param name="Errors">Those that did not.</param>
/// <param name="Time">Until the last one was back.</param>
/// <param name="MegapixelsPerSecond">Of all users together.</param>
/// <param name="MemoryAtFirst">Median resident set of the server in the first minute (or quarter), MiB.</param>
/// <param name="MemoryAtLast">The same in the last.</param>
internal sealed record LoadFigures(int Jobs, int Errors, TimeSpan Time, double MegapixelsPerSecond, double MemoryAtFirst, double MemoryAtLast)
{
    public override string ToString() =>
        $"{Jobs} jobs in {Time.TotalSeconds:F0} s, {Errors} errors, {MegapixelsPerSecond:F2} Mpixel/s, server memory {MemoryAtFirst:F0} MiB at first and {MemoryAtLast:F0} MiB at last";
}

/// <summary>Sends one stack after the other and looks how long each waited for its turn.</summary>
internal sealed class LoadUser(string folder, int number, LoadStack[] stacks, ServerTarget server)
{
    private static readonly RestoreSettings Settings = new() { Model = "smooth" };

    private readonly List<TimeSpan> _waits = [];

    public int Jobs => _waits.Count;

    public int Errors { get; private set; }

    public double Megapixels { get; private set; }

    public TimeSpan MeanWait => TimeSpan.FromSeconds(_waits.Average(wait => wait.TotalSeconds));

    public async Task WorkAsync(int rounds)
    {
        (Megapixels, Errors) = (0, 0);
        _waits.Clear();
        using var channel = ServerChannel.Open(server);
        var (client, random, output) = (new RestorationClient(channel), new Random(number), Path.Combine(folder, $"out-{number}.tif"));
        for (var round = 0; round < rounds; round++)
        {
            // The whole mix each round, so that equal users are equal.
            foreach (var stack in stacks.OrderBy(_ => random.Next()).ToList()) await RestoreAsync(client, stack, output);
        }
    }

    private async Task RestoreAsync(RestorationClient client, LoadStack stack, string output)
    {
        var wait = new Wait();
        try
        {
            await client.RestoreAsync(stack.Path, output, Settings, overwrite: true, wait, CancellationToken.None);
            _waits.Add(wait.Time);
            Megapixels += stack.Megapixels;
        }
        catch (ClientFailure failure)
        {
            Errors++;
            Console.Error.WriteLine($"user {number}: {failure.Message}");
        }
    }

    /// <summary>The time between the end of the upload and the beginning of the work.</summary>
    private sealed class Wait : IProgress<TransferProgress>
    {
        private readonly Stopwatch _clock = new();

        public TimeSpan Time => _clock.Elapsed;

        public void Report(TransferProgress value)
        {
            if (value.Job.Stage == Stage.Queued) _clock.Start();
            else if (_clock.IsRunning) _clock.Stop();
        }
    }
}
