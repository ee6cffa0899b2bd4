using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Server;
using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Training;
using FijiBridge.Bridge.Tests.Commands;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Server.Training;

/// <summary>Trainings outlive a server that keeps its jobs.</summary>
[TestClass]
public sealed class KeptTrainingTests : ServerTest
{
    private static readonly TrainingSettings Quick = new() { Name = "tiny", Architecture = "dncnn", Steps = 200 };

    private Protos.V1.Training.TrainingClient _training = null!;

    [TestMethod]
    public async Task ListRuns_AfterARestart_StillTellsWhatWasDone()
    {
        await StartAsync();
        var replies = await TrainingCalls.TrainAsync(_training, TrainingCalls.Uploaded(Quick, 3));
        var id = replies[0].Accepted.RunId;
        var before = await RunAsync(id);

        await RestartAsync();

        var after = await RunAsync(id);
        Assert.AreEqual(TrainingStage.Done, after.Progress.Stage);
        Assert.AreEqual((before.Created, 200ul), (after.Created, after.Progress.Step));
        Assert.IsGreaterThan(5, after.History.Count);
        Assert.AreEqual(before.History, after.History);
        Assert.IsTrue(after.History.All(point => point is { Loss: > 0, ValidationPsnr: > 0, ValidationSsim: > 0 }));
        Assert.AreEqual(replies[^1].Done, (await WatchAsync(id))[^1].Done);
        Assert.AreEqual(0, Server.Spool.UsedBytes);
        Assert.IsEmpty(Directory.GetFiles(Server.Spool.Folder, "*.image", SearchOption.AllDirectories));
    }

    [TestMethod]
    public async Task Stop_InTheMiddle_TheNextServerGoesOn()
    {
        await StartAsync();
        var id = await BeginAsync(new TrainingSettings(Quick) { Steps = 2000 });
        var reached = (await RunAsync(id)).History[^1].Step;

        await RestartAsync();

        await WatchAsync(id);
        Assert.AreEqual(TrainingStage.Done, (await RunAsync(id)).Progress.Stage);
        // A training that began anew would write down its first validation once more.
        Assert.AreEqual(1, File.ReadLines(Path.Combine(TrainingFolder, id, "history")).Count(line => line.Contains($"\"step\": \"{reached}\"")));
    }

    [TestMethod]
    public async Task Resume_OfACancelledRunAfterARestart_FinishesIt()
    {
        await StartAsync();
        var id = await BeginAsync(Quick);
        await _training.CancelAsync(new CancelTrainingRequest { RunId = id });
        Assert.IsTrue((await RunAsync(id)).Resumable);
        await RestartAsync();
        Assert.AreEqual((TrainingStage.Cancelled, true), ((await RunAsync(id)).Progress.Stage, (await RunAsync(id)).Resumable));

        Assert.IsTrue((await _training.ResumeAsync(new ResumeTrainingRequest { RunId = id })).Resumed);

        Assert.AreEqual(200ul, (await WatchAsync(id))[^1].Done.Steps);
        var done = await RunAsync(id);
        Assert.AreEqual((TrainingStage.Done, false), (done.Progress.Stage, done.Resumable));
        var refused = await Transfer.StatusOfAsync(_training.ResumeAsync(new ResumeTrainingRequest { RunId = id }).ResponseAsync);
        StringAssert.Contains(refused.Detail, "There is a model 'tiny' already");
    }

    [TestMethod]
    public async Task Train_UnderTheNameOfARunningTraining_IsRefusedBeforeAndAfterTheUpload()
    {
        await StartAsync();
        var id = await BeginAsync(new TrainingSettings(Quick) { Steps = 100_000 });

        var check = await _training.CheckAsync(new CheckTrainingRequest { Settings = Quick, Files = 6, Bytes = 100 });
        var refused = await Transfer.StatusOfAsync(TrainingCalls.TrainAsync(_training, TrainingCalls.Uploaded(Quick, 3)));

        foreach (var told in new[] { check.Complaints.Single(), refused.Detail }) StringAssert.Contains(told, "A training of a model 'tiny' runs or waits already: give the new one another name");
        await CancelAsync(id);
    }

    [TestMethod]
    public async Task Resume_FromADamagedState_IsADataLossThatAsksForTheImagesAgain()
    {
        await StartAsync();
        var id = await BeginAsync(new TrainingSettings(Quick) { Steps = 100_000 });
        await CancelAsync(id);
        var checkpoint = Path.Combine(TrainingFolder, id, "work", "checkpoint");
        var bytes = File.ReadAllBytes(checkpoint);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(checkpoint, bytes);

        var run = await Run.Of("train", "--resume", "--name", "tiny", "--server", Server.GrpcAddress.ToString());

        Assert.AreEqual(ExitCodes.BadInput, run.ExitCode, run.Error);
        StringAssert.Contains(run.Error, "The saved state of this training was damaged on the disk of the server, so that it cannot go on: send the images again.");
        var status = await Transfer.StatusOfAsync(WatchAsync(id));
        Assert.AreEqual(StatusCode.DataLoss, status.StatusCode);
        await FailsAsync(id, "send the images again");
        await UntilAsync(() => Server.Spool.UsedBytes == 0, "its images are deleted");
    }

    [TestMethod]
    public async Task TrainCommand_ResumeOnAServer_TakesUpWhatWasCancelled()
    {
        await StartAsync();
        var id = await BeginAsync(Quick);
        await _training.CancelAsync(new CancelTrainingRequest { RunId = id });

        var run = await Run.Of("train", "--resume", "--name", "tiny", "--server", Server.GrpcAddress.ToString(), "--json");
        var again = await Run.Of("train", "--resume", "--name", "tiny", "--server", Server.GrpcAddress.ToString(), "--quiet");
        var other = await Run.Of("train", "--resume", "--name", "other", "--server", Server.GrpcAddress.ToString());

        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        StringAssert.Contains(run.Out, "\"steps\":200");
        StringAssert.StartsWith(again.Out, "OK tiny trained to its end");
        Assert.AreNotEqual(ExitCodes.Done, other.ExitCode);
        StringAssert.Contains(other.Error, "there is no training other of yours");
    }

    [TestMethod]
    public async Task Cancel_OnceMore_DeletesItsImagesAndItsStateAtOnce()
    {
        await StartAsync();
        var id = await BeginAsync(Quick);
        Assert.AreEqual((true, false), await CancelAsync(id));
        Assert.AreEqual((false, false), await CancelAsync(id, keepBest: true));
        Assert.IsTrue((await RunAsync(id)).Resumable);
        Assert.IsTrue(File.Exists(Path.Combine(TrainingFolder, id, "work", "checkpoint")));

        Assert.AreEqual((false, true), await CancelAsync(id));

        Assert.AreEqual(0, Server.Spool.UsedBytes);
        Assert.IsFalse(Directory.Exists(Path.Combine(TrainingFolder, id, "work")));
        Assert.AreEqual((false, false), await CancelAsync(id));
        var refused = await Transfer.StatusOfAsync(_training.ResumeAsync(new ResumeTrainingRequest { RunId = id }).ResponseAsync);
        StringAssert.Contains(refused.Detail, "The training of 'tiny' cannot be resumed");
        await RestartAsync();
        var run = await RunAsync(id);
        Assert.AreEqual((TrainingStage.Cancelled, false), (run.Progress.Stage, run.Resumable));
        Assert.IsNotEmpty(run.History);
    }

    [TestMethod]
    public async Task Cancel_OfARunThatWasResumed_EndsItAndDeletesNothing()
    {
        await StartAsync();
        var id = await BeginAsync(new TrainingSettings(Quick) { Steps = 100_000 });
        await CancelAsync(id);
        await _training.ResumeAsync(new ResumeTrainingRequest { RunId = id });

        Assert.AreEqual((true, false), await CancelAsync(id));

        Assert.IsTrue((await RunAsync(id)).Resumable);
    }

    [TestMethod]
    public async Task Cancel_NotResumedInTime_ItsImagesAreDeletedAndLaterItIsForgotten()
    {
        await StartAsync();
        var id = await BeginAsync(Quick);
        await _training.CancelAsync(new CancelTrainingRequest { RunId = id });
        Assert.AreNotEqual(0, Server.Spool.UsedBytes);

        Clock.Jump(TimeSpan.FromDays(1.1));

        await UntilAsync(() => Server.Spool.UsedBytes == 0, "the images are deleted");
        Assert.IsFalse((await RunAsync(id)).Resumable);
        var refused = await Transfer.StatusOfAsync(_training.ResumeAsync(new ResumeTrainingRequest { RunId = id }).ResponseAsync);
        StringAssert.Contains(refused.Detail, "The training of 'tiny' cannot be resumed");
    }

    [TestMethod]
    public async Task Recovery_OfWhatCannotGoOn_TellsOneSentence()
    {
        await StartAsync();
        var id = await BeginAsync(new TrainingSettings(Quick) { Steps = 100_000 });
        await Server.DisposeAsync();
        File.WriteAllText(Path.Combine(TrainingFolder, id, "work", "0.image"), "dust");
        TrainingRecord Left(string letter, int tries) => new()
        {
            Id = new string(letter[0], 32), Owner = Identity.Local, Created = Clock.GetUtcNow(), Settings = Quick, Phase = TrainingPhase.Accepted, Tries = tries, TriedFrom = 0,
        };
        foreach (var record in new[] { Left("a", 3), Left("b", 0), Left("c", 0) })
            TrainingRecordFile.Write(record, Path.Combine(Directory.CreateDirectory(Path.Combine(TrainingFolder, record.Id)).FullName, "record"));
        File.AppendAllText(Path.Combine(TrainingFolder, new string('c', 32), "record"), "more");
        Directory.CreateDirectory(Path.Combine(TrainingFolder, new string('d', 32)));

        await StartAsync();

        await FailsAsync(id, "The images were damaged on the disk of the server before the training was over: send the images again.");
        Assert.AreEqual(StatusCode.DataLoss, (await Transfer.StatusOfAsync(WatchAsync(id))).StatusCode);
        await FailsAsync(new string('a', 32), "The server stopped 3 times at the same place of this training");
        await FailsAsync(new string('b', 32), "There are no pairs to train on");
        Assert.HasCount(3, (await _training.ListRunsAsync(new ListRunsRequest())).Runs);
        Assert.IsTrue(Directory.Exists(Path.Combine(Server.Spool.Folder, "damaged", new string('c', 32))));
        Assert.IsFalse(Directory.Exists(Path.Combine(TrainingFolder, new string('d', 32))));
        Directory.Delete(Path.Combine(Server.Spool.Folder, "damaged"), recursive: true);
    }

    [TestCleanup]
    public async Task ForgetAsync()
    {
        Clock.Jump(TimeSpan.FromDays(31));
        await UntilAsync(() => Directory.GetFiles(Server.Spool.Folder, "*", SearchOption.AllDirectories).Length == 0, "all trainings are forgotten");
    }

    private string TrainingFolder => Path.Combine(SpoolRoot, "jobs", "training");

    private async Task StartAsync()
    {
        var options = Options with { KeepsJobs = true, Limits = new ServerLimits { MaxRuns = 3, DrainTime = TimeSpan.FromMilliseconds(50) } };
        await StartAsync(FakeEngine.With(FakeRestorations.Copy, options.ModelsFolder), options);
        _training = new(NewChannel());
    }

    private async Task RestartAsync()
    {
        await Server.DisposeAsync();
        await StartAsync();
    }

    /// <summary>Begins a training and waits for its first validation.</summary>
    private async Task<string> BeginAsync(TrainingSettings settings)
    {
        using var call = _training.Train();
        await TrainingCalls.SendAsync(call.RequestStream, TrainingCalls.Uploaded(settings, 3));
        var id = (await TrainingCalls.NextAsync(call.ResponseStream)).Accepted.RunId;
        while ((await TrainingCalls.NextAsync(call.ResponseStream)).Progress.PreviewPng.IsEmpty)
        {
        }
        return id;
    }

    private async Task<(bool Cancelled, bool Deleted)> CancelAsync(string id, bool keepBest = false)
    {
        var reply = await _training.CancelAsync(new CancelTrainingRequest { RunId = id, KeepBest = keepBest });
        return (reply.Cancelled, reply.Deleted);
    }

    private async Task<TrainingRunInfo> RunAsync(string id) => (await _training.ListRunsAsync(new ListRunsRequest())).Runs.Single(run => run.RunId == id);

    private Task<List<TrainReply>> WatchAsync(string id) => TrainingCalls.AllAsync(_training.Watch(new WatchTrainingRequest { RunId = id }).ResponseStream);

    private async Task FailsAsync(string id, string sentence)
    {
        var status = await Transfer.StatusOfAsync(WatchAsync(id));
        StringAssert.Contains(status.Detail, sentence);
        Assert.AreEqual((TrainingStage.Failed, status.Detail), ((await RunAsync(id)).Progress.Stage, (await RunAsync(id)).Failure));
    }
}
