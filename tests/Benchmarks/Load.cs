using System.Diagnostics;
using System.Globalization;
using FijiBridge.Bridge.Client;
using FijiBridge.Bridge.Commands;

namespace FijiBridge.Benchmarks;

/// <summary>
/// One server and many users with mixed jobs: how fairly they wait, what the crowd costs in throughput, whether memory grows. Each user sends
/// the same mix, in an order of their own, the next job as soon as the last one is back; one user alone does as much as all together.
/// Options: rounds of the mix for each user (4), users (32), rounds of the one user (as many as all together).
/// </summary>
internal static class Load
{
    // A small image, some frames, a larger image in time: their sizes are as 1 : 8 : 32.
    private static readonly (int Side, int Frames)[] Mix = [(128, 2), (256, 4), (512, 4)];

    public static int Run(string[] options)
    {
        var rounds = options.Length > 0 ? int.Parse(options[0], CultureInfo.InvariantCulture) : 4;
        var users = options.Length > 1 ? int.Parse(options[1], CultureInfo.InvariantCulture) : 32;
        var alone = options.Length > 2 ? int.Parse(options[2], CultureInfo.InvariantCulture) : rounds * users;
        // The one user brings more in an hour than a server takes by default.
        Environment.SetEnvironmentVariable("FIJIBRIDGE_SERVE_LIMITS__MAXUSERJOBSPERHOUR", "1000000");
        var folder = Directory.CreateTempSubdirectory("fijibridge-load-").FullName;
        try
        {
            RunAsync(folder, rounds, users, alone).GetAwaiter().GetResult();
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(string folder, int rounds, int count, int aloneRounds)
    {
        var inputs = Mix.Select((stack, i) => Write(Path.Combine(folder, $"in-{i}.tif"), stack)).ToArray();
        var (grpcPort, webPort, tokens) = (Ports.Free(), Ports.Free(), Path.Combine(folder, "tokens.json"));
        var users = new List<LoadUser>();
        for (var i = 0; i < count + 1; i++) users.Add(new LoadUser(folder, i, inputs, new ServerTarget(new Uri($"http://127.0.0.1:{grpcPort}")) { Token = await TokenAsync(tokens, i) }));
        using var server = new FijiBridgeProcess("serve", "--grpc-port", $"{grpcPort}", "--web-port", $"{webPort}", "--tokens", tokens,
            "--spool", Path.Combine(folder, "spool"), "--models", Path.Combine(folder, "models"), "--data", Path.Combine(folder, "data"), "--device", "cpu");
        Ports.WaitFor(grpcPort);

        await MeasureAsync(server, users[..1], 1);
        var alone = await MeasureAsync(server, users[..1], aloneRounds);
        Console.WriteLine($"one user:  {alone}");
        var crowd = await MeasureAsync(server, users[1..], rounds);
        Console.WriteLine($"{count} users: {crowd}");
        Console.WriteLine($"throughput of {count} users against one: {crowd.MegapixelsPerSecond / alone.MegapixelsPerSecond:P1}");
        var waits = users[1..].Select(user => user.MeanWait.TotalSeconds).Order().ToArray();
        Console.WriteLine($"mean waiting time of a user: {waits[0]:F2} to {waits[^1]:F2} s, ratio {waits[^1] / waits[0]:F2}");
    }

    private static async Task<LoadFigures> MeasureAsync(FijiBridgeProcess server, IReadOnlyList<LoadUser> users, int rounds)
    {
        var clock = Stopwatch.StartNew();
        var working = Task.WhenAll(users.Select(user => Task.Run(() => user.WorkAsync(rounds))));
        var memory = new List<(TimeSpan At, double Mebibytes)>();
        while (!working.IsCompleted)
        {
            memory.Add((clock.Elapsed, server.Mebibytes));
            await Task.WhenAny(working, Task.Delay(500));
        }
        await working;
        var (time, span) = (clock.Elapsed, TimeSpan.FromTicks(Math.Min(TimeSpan.TicksPerMinute, clock.Elapsed.Ticks / 4)));
        return new LoadFigures(
            users.Sum(user => user.Jobs), users.Sum(user => user.Errors), time, users.Sum(user => user.Megapixels) / time.TotalSeconds,
            Median(memory.Where(sample => sample.At < span)), Median(memory.Where(sample => sample.At > time - span)));
    }

    private static double Median(IEnumerable<(TimeSpan At, double Mebibytes)> samples)
    {
        var sorted = samples.Select(sample => sample.Mebibytes).Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }

    private static LoadStack Write(string path, (int Side, int Frames) stack)
    {
        SyntheticFile.Write(path, stack.Side, stack.Frames);
        return new LoadStack(path, (double)stack.Side * stack.Side * stack.Frames / 1e6);
    }

    private static async Task<string> TokenAsync(string file, int user)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        await CommandRunner.RunAsync(CommandList.Create(), ["token", "create", $"user{user}", "--tokens", file], output, error, CancellationToken.None);
        return output.ToString().Trim() is { Length: > 0 } token ? token : throw new InvalidOperationException(error.ToString());
    }
}
