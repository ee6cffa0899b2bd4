using FijiBridge.Bridge.Client;
using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Tests.Commands;
using FijiBridge.Bridge.Tests.Server.Training;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Tests.Faults;

/// <summary>The server is killed in the middle of a training and started again: its client notices nothing but a pause, and the model is the same.</summary>
[TestClass]
public sealed class KilledTrainingTests
{
    private const ulong Steps = 400;

    private static readonly ReconnectPlan Plan = new([.. Enumerable.Repeat(TimeSpan.FromMilliseconds(250), 400)]);

    private readonly int _port = Ports.Free();

    [TestMethod]
    public async Task Serve_KilledInTheMiddleOfATraining_GoesOnAndTheModelIsTheUndisturbedOne()
    {
        using var folder = new TemporaryFolder();
        var files = Files(TrainingPairs.Folders(folder["pairs"], 3));
        using var first = await StartAsync(folder);
        using var channel = ServerChannel.Open(new Uri($"http://127.0.0.1:{_port}"));
        await new TrainingClient(channel, Plan).TrainAsync(Settings("whole"), files, null, default);
        var third = new ThirdValidation();
        var broken = new TrainingClient(channel, Plan).TrainAsync(Settings("tiny"), files, third, default);
        await (await Task.WhenAny(third.Seen, broken));
        Assert.IsFalse(broken.IsCompleted, "it ended before its third validation was told");

        first.Signal("KILL");
        await first.EndAsync();
        Assert.IsFalse(Directory.Exists(folder["models/tiny"]), "it was killed too late");
        using var second = await StartAsync(folder);
        var done = await broken;

        Assert.AreEqual((Steps, false), (done.Steps, done.Interrupted));
        CollectionAssert.AreEqual(File.ReadAllBytes(folder["models/whole/model.onnx"]), File.ReadAllBytes(folder["models/tiny/model.onnx"]));
        var runs = (await new Protos.V1.Training.TrainingClient(channel).ListRunsAsync(new ListRunsRequest())).Runs;
        CollectionAssert.AreEqual(new[] { "tiny", "whole" }, runs.Select(run => run.Name).ToArray());
        CollectionAssert.AreEqual(runs[1].History.Select(point => (point.Step, point.ValidationPsnr)).ToArray(), runs[0].History.Select(point => (point.Step, point.ValidationPsnr)).ToArray());
        // A training that began anew would write down its first validation once more.
        Assert.AreEqual(1, File.ReadLines(folder[$"spool/jobs/training/{runs[0].RunId}/history"]).Count(line => line.Contains("\"step\": \"20\"")));
        second.Signal("TERM");
        Assert.AreEqual(ExitCodes.Done, (await second.EndAsync()).ExitCode);
    }

    private static TrainingSettings Settings(string name) => new() { Name = name, Architecture = "dncnn", Steps = Steps };

    private static IReadOnlyList<FileToTrainOn> Files(string folder) =>
    [
        .. from field in Enumerable.Range(0, 3)
           from clean in new[] { false, true }
           select new FileToTrainOn(new TrainingFile { Pair = $"field {field}", Clean = clean }, Path.Combine(folder, clean ? "clean" : "noisy", $"{field}.tif")),
    ];

    private async Task<ChildProcess> StartAsync(TemporaryFolder folder)
    {
        var server = new ChildProcess("serve", "--grpc-port", $"{_port}", "--web-port", "0", "--models", folder["models"], "--spool", folder["spool"], "--device", "cpu");
        await server.LineAsync("Ctrl-C");
        return server;
    }

    private sealed class ThirdValidation : IProgress<TrainingProgress>
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _validations;

        public Task Seen => _seen.Task;

        public void Report(TrainingProgress value)
        {
            if (!value.PreviewPng.IsEmpty && ++_validations == 3) _seen.TrySetResult();
        }
    }
}
