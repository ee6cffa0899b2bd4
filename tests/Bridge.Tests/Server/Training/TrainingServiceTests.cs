using System.Text.Json.Nodes;
using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Server;
using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Tests.Commands;
using FijiBridge.Bridge.Tests.Wire;
using FijiBridge.Engine.Training.Runs;
using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;
using static FijiBridge.Bridge.Tests.Server.Training.TrainingCalls;

namespace FijiBridge.Bridge.Tests.Server.Training;

[TestClass]
public sealed class TrainingServiceTests : ServerTest
{
    private static readonly TrainingSettings Quick = new() { Name = "tiny", Architecture = "dncnn", Steps = 20 };

    [TestMethod]
    public async Task Train_UploadedPairs_TellsItsProgressAndTheModelIsInTheList()
    {
        var training = await StartTrainingAsync();

        var replies = await TrainAsync(training, Uploaded(Quick, 3));

        Assert.AreEqual(TrainReply.PartOneofCase.Accepted, replies[0].PartCase);
        var progress = replies.Where(reply => reply.PartCase == TrainReply.PartOneofCase.Progress).Select(reply => reply.Progress).ToList();
        Assert.IsTrue(progress.SelectMany(report => report.Notices).Any(notice => notice.Contains("planes for training")));
        var validations = progress.Where(report => !report.PreviewPng.IsEmpty).ToList();
        Assert.IsNotEmpty(validations);
        CollectionAssert.AreEqual("\x89PNG"u8.ToArray()[^3..], validations[0].PreviewPng.ToByteArray()[1..4]);
        Assert.IsTrue(validations.TrueForAll(report => report is { ValidationPsnr: not 0, ValidationSsim: not 0, SmoothedPsnr: not 0 }));
        var done = replies[^1].Done;
        Assert.AreEqual(("tiny", 20ul, false), (done.Model.Name, done.Steps, done.Interrupted));
        Assert.AreEqual(5, done.Figures.Single().Figures.Count);
        var models = await new Models.ModelsClient(NewChannel()).ListModelsAsync(new ListModelsRequest());
        Assert.IsTrue(models.Models.Any(model => model.Name == "tiny"));
        var run = (await training.ListRunsAsync(new ListRunsRequest())).Runs.Single();
        Assert.AreEqual((replies[0].Accepted.RunId, TrainingStage.Done), (run.RunId, run.Progress.Stage));
        Assert.IsTrue(IsSpoolEmpty);
    }

    [TestMethod]
    public async Task Train_FromABuiltInModel_TellsWhatItBeganWith()
    {
        var training = await StartTrainingAsync();

        var replies = await TrainAsync(training, Uploaded(new TrainingSettings { Name = "mine", From = "denoise", Steps = 2 }, 3));

        var done = replies[^1].Done;
        Assert.IsGreaterThan(done.NoisyPsnr, done.OriginPsnr);
        Assert.IsTrue(replies.Any(reply => reply.Progress is { HasOriginPsnr: true } progress && progress.OriginPsnr == done.OriginPsnr));
        var models = (await new Models.ModelsClient(NewChannel()).ListModelsAsync(new ListModelsRequest())).Models;
        CollectionAssert.IsSubsetOf(new[] { "denoise", "superres2" }, models.Where(model => model.Trainable).Select(model => model.Name).ToArray());
        Assert.IsFalse(models.Single(model => model.Name == "mine").Trainable || models.Single(model => model.Name == "smooth").Trainable);
    }

    [TestMethod]
    public async Task Train_WithAnEmptyImageAmongOthers_TellsThatItIsLeftOut()
    {
        var training = await StartTrainingAsync();
        var blank = Pair("blank", TrainingPairs.Tiff(7, clean: false), TrainingPairs.Tiff((_, _) => 7));

        var replies = await TrainAsync(training, [.. Uploaded(Quick, 3), .. blank]);

        const string LeftOut = "left out of the training pairs: 1 of 3 planes, from which nothing can be learnt: 1 with one value everywhere (blank)";
        Assert.AreEqual(1, replies.SelectMany(reply => reply.Progress?.Notices ?? []).Count(notice => notice == LeftOut));
        Assert.AreEqual(LeftOut, replies[^1].Done.Warnings.Single());
    }

    [TestMethod]
    public async Task Train_HalfDuplexOverGrpcWeb_IsTheSame()
    {
        await StartTrainingAsync();
        using var web = new GrpcWebClient(Server.WebAddress, "fijibridge.v1.Training");

        var reply = await web.CallAsync("Train", Uploaded(Quick, 3));

        Assert.AreEqual("0", reply.Trailers!["grpc-status"]);
        Assert.AreEqual("tiny", TrainReply.Parser.ParseFrom(reply.Messages[^1]).Done.Model.Name);
    }

    [TestMethod]
    public async Task Train_OnAFolderOfTheServer_NeedsNoUpload()
    {
        TrainingPairs.Folders(Path.Combine(Folder, "images", "cells"), 3);
        var training = await StartTrainingAsync(options => options with { TrainingFolder = Path.Combine(Folder, "images") });

        var replies = await TrainAsync(training, [new TrainRequest { Settings = new TrainingSettings(Quick) { Folder = "cells" } }]);

        Assert.AreEqual("tiny", replies[^1].Done.Model.Name);
    }

    [TestMethod]
    [DataRow("../secret")]
    [DataRow("/etc")]
    [DataRow("link")]
    [DataRow("nowhere")]
    public async Task Train_OnAFolderThatIsNotInside_IsRefusedAsIfItWereNotThere(string name)
    {
        TrainingPairs.Folders(Path.Combine(Folder, "secret"), 3);
        Directory.CreateDirectory(Path.Combine(Folder, "images"));
        Directory.CreateSymbolicLink(Path.Combine(Folder, "images", "link"), Path.Combine(Folder, "secret"));
        var training = await StartTrainingAsync(options => options with { TrainingFolder = Path.Combine(Folder, "images") });

        var status = await Transfer.StatusOfAsync(TrainAsync(training, [new TrainRequest { Settings = new TrainingSettings(Quick) { Folder = name } }]));

        Assert.AreEqual(StatusCode.InvalidArgument, status.StatusCode);
        StringAssert.Contains(status.Detail, "in the folder of this server for training");
    }

    [TestMethod]
    [DataRow("one pair", "there is only one field of view")]
    [DataRow("no pairs", "There are no pairs to train on")]
    [DataRow("only clean", "has 0 noisy and 1 clean files")]
    [DataRow("constant", "there is nothing to learn from it")]
    [DataRow("bytes first", "Bytes must follow the file to which they belong")]
    [DataRow("taken", "There is a model 'smooth' already")]
    [DataRow("task", "There is no task 'paint'")]
    [DataRow("loss", "There is no loss 'huber'; choose one of l1, l2, charbonnier, poisson-gaussian")]
    [DataRow("origin", "A training cannot go on from 'smooth'; choose one of denoise, ")]
    [DataRow("camera", "belong to the loss poisson-gaussian")]
    [DataRow("folder", "This server trains on no folders of its own")]
    public async Task Train_WhatCannotBe_IsToldInOneSentence(string kind, string complaint)
    {
        var training = await StartTrainingAsync();
        var constant = TrainingPairs.Tiff((_, _) => 7);
        IEnumerable<TrainRequest> requests = kind switch
        {
            "one pair" => Uploaded(Quick, 1),
            "only clean" => [Settings(Quick), .. File("a", clean: true, TrainingPairs.Tiff(1, clean: true))],
            "constant" => [Settings(Quick), .. Pair("a", constant, constant), .. Pair("b", constant, constant)],
            "bytes first" => [Settings(Quick), new TrainRequest { Data = ByteString.CopyFrom(1, 2, 3) }],
            "taken" => [Settings(new TrainingSettings(Quick) { Name = "smooth" })],
            "task" => [Settings(new TrainingSettings(Quick) { Task = "paint" })],
            "loss" => [Settings(new TrainingSettings(Quick) { Loss = "huber" })],
            "origin" => Uploaded(new TrainingSettings(Quick) { From = "smooth" }, 3),
            "camera" => Uploaded(new TrainingSettings(Quick) { Noise = new CameraNoise { Gain = 1 } }, 3),
            "folder" => [Settings(new TrainingSettings(Quick) { Folder = "cells" })],
            _ => [Settings(Quick)],
        };

        var status = await Transfer.StatusOfAsync(TrainAsync(training, requests));

        Assert.AreEqual(StatusCode.InvalidArgument, status.StatusCode);
        StringAssert.Contains(status.Detail, complaint);
        await UntilAsync(() => IsSpoolEmpty, "the files are deleted");
    }

    [TestMethod]
    public async Task Train_ByAUser_NeedsTheRoleTrainer()
    {
        var (user, trainer) = (Token("anna"), Token("bert", Role.Trainer));
        await StartTrainingAsync(options => options with { TokensFile = TokensFile });

        var status = await Transfer.StatusOfAsync(TrainAsync(new(NewChannel(user)), Uploaded(Quick, 3)));
        var replies = await TrainAsync(new(NewChannel(trainer)), Uploaded(Quick, 3));

        Assert.AreEqual(StatusCode.PermissionDenied, status.StatusCode);
        Assert.AreEqual("tiny", replies[^1].Done.Model.Name);
        // Trained models are private at first, and so are the runs.
        var seen = await new Models.ModelsClient(NewChannel(user)).ListModelsAsync(new ListModelsRequest());
        Assert.IsFalse(seen.Models.Any(model => model.Name == "tiny"));
        Assert.IsEmpty((await new Protos.V1.Training.TrainingClient(NewChannel(user)).ListRunsAsync(new ListRunsRequest())).Runs);
        var foreign = new WatchTrainingRequest { RunId = replies[0].Accepted.RunId };
        Assert.AreEqual(StatusCode.NotFound, (await Transfer.StatusOfAsync(AllAsync(new Protos.V1.Training.TrainingClient(NewChannel(user)).Watch(foreign).ResponseStream))).StatusCode);
    }

    [TestMethod]
    public async Task Cancel_KeepingTheBest_EndsWithTheModel()
    {
        var training = await StartTrainingAsync();
        using var call = training.Train();
        await SendAsync(call.RequestStream, Uploaded(new TrainingSettings(Quick) { Steps = 1000 }, 3));
        var id = (await NextAsync(call.ResponseStream)).Accepted.RunId;
        while ((await NextAsync(call.ResponseStream)).Progress.PreviewPng.IsEmpty)
        {
        }

        Assert.IsTrue((await training.CancelAsync(new CancelTrainingRequest { RunId = id, KeepBest = true })).Cancelled);

        var done = (await AllAsync(call.ResponseStream))[^1].Done;
        Assert.IsTrue(done.Interrupted);
        Assert.AreEqual("tiny", done.Model.Name);
    }

    [TestMethod]
    public async Task Cancel_WithoutKeeping_LeavesNoModelAndNoFiles()
    {
        var training = await StartTrainingAsync();
        using var call = training.Train();
        await SendAsync(call.RequestStream, Uploaded(new TrainingSettings(Quick) { Steps = 1_000_000 }, 3));
        var id = (await NextAsync(call.ResponseStream)).Accepted.RunId;

        await training.CancelAsync(new CancelTrainingRequest { RunId = id });

        Assert.AreEqual(StatusCode.Cancelled, (await Transfer.StatusOfAsync(AllAsync(call.ResponseStream))).StatusCode);
        Assert.IsFalse((await training.CancelAsync(new CancelTrainingRequest { RunId = id })).Cancelled);
        Assert.IsFalse(Directory.Exists(Path.Combine(Options.ModelsFolder, "tiny")));
        await UntilAsync(() => IsSpoolEmpty, "the files are deleted");
    }

    [TestMethod]
    public async Task Train_WhoseUploadBreaksOff_IsForgottenAndNoFaultOfTheServer()
    {
        var training = await StartTrainingAsync();
        using (var call = training.Train())
        {
            foreach (var request in Uploaded(Quick, 2)) await call.RequestStream.WriteAsync(request);
            await UntilAsync(() => !IsSpoolEmpty, "bytes have arrived");
        }

        await UntilAsync(async () => (await training.ListRunsAsync(new ListRunsRequest())).Runs.Count == 0, "the training is forgotten");
        await UntilAsync(() => IsSpoolEmpty, "the files are deleted");
    }

    [TestMethod]
    public async Task Watch_AfterTheConnectionWasLost_GoesOnWhileTheTrainingHeartbeats()
    {
        using var begun = new ManualResetEventSlim();
        var training = await StartTrainingAsync(train: (_, _, progress, _, ct) =>
        {
            progress!.Report(new RunProgress { Notice = "it begins" });
            begun.Set();
            ct.WaitHandle.WaitOne();
            throw new OperationCanceledException(ct);
        });
        string id;
        using (var lost = training.Train())
        {
            await SendAsync(lost.RequestStream, Uploaded(Quick, 2));
            id = (await NextAsync(lost.ResponseStream)).Accepted.RunId;
            Assert.IsTrue(begun.Wait(Patience), "it begins");
        }

        using var call = training.Watch(new WatchTrainingRequest { RunId = id });

        Assert.AreEqual(id, (await NextAsync(call.ResponseStream)).Accepted.RunId);
        Assert.AreEqual("it begins", (await NextAsync(call.ResponseStream)).Progress.Notices.Single());
        // Nothing moves any more, and still messages come.
        for (var i = 0; i < 4; i++) Assert.IsEmpty((await NextAsync(call.ResponseStream)).Progress.Notices);
        await training.CancelAsync(new CancelTrainingRequest { RunId = id });
        Assert.AreEqual(StatusCode.Cancelled, (await Transfer.StatusOfAsync(AllAsync(call.ResponseStream))).StatusCode);
    }

    [TestMethod]
    public async Task Train_BeyondTheLimit_IsRefusedAndAnotherWaitsItsTurn()
    {
        using var begun = new SemaphoreSlim(0);
        var training = await StartTrainingAsync(options => options with { Limits = new ServerLimits { MaxTrainings = 2 } }, (_, _, _, _, ct) =>
        {
            begun.Release();
            ct.WaitHandle.WaitOne();
            throw new OperationCanceledException(ct);
        });
        using var first = training.Train();
        using var second = training.Train();
        await SendAsync(first.RequestStream, Uploaded(Quick, 2));
        Assert.IsTrue(await begun.WaitAsync(Patience), "the first begins");
        await SendAsync(second.RequestStream, Uploaded(new TrainingSettings(Quick) { Name = "second" }, 2));
        await NextAsync(second.ResponseStream);
        while ((await NextAsync(second.ResponseStream)).Progress is not { Stage: TrainingStage.Queued, QueuePosition: 1 })
        {
        }

        var status = await Transfer.StatusOfAsync(TrainAsync(training, Uploaded(new TrainingSettings(Quick) { Name = "third" }, 2)));

        Assert.AreEqual(StatusCode.ResourceExhausted, status.StatusCode);
        // The server stops with both: neither outlives it.
    }

    [TestMethod]
    public async Task Train_WhileTilesWait_LetsThemGoAhead()
    {
        var (looks, trained) = (0, false);
        var engine = FakeEngine.With(FakeRestorations.Copy, Options.ModelsFolder) with
        {
            Restores = () => ++looks < 20,
            Train = (_, _, _, pause, ct) =>
            {
                pause!(ct);
                trained = true;
                throw new Engine.EngineFailure(Engine.FailureKind.BadInput, "enough was seen");
            },
        };
        await StartAsync(engine, Options);
        var training = new Protos.V1.Training.TrainingClient(NewChannel());
        using var call = training.Train();
        await SendAsync(call.RequestStream, Uploaded(Quick, 2));

        await UntilAsync(() => Volatile.Read(ref trained), "the step comes");

        Assert.AreEqual(20, looks);
    }

    [TestMethod]
    public async Task TrainCommand_WithAServer_SendsThePairsAndTellsTheFigures()
    {
        await StartTrainingAsync();
        var pairs = TrainingPairs.Folders(Path.Combine(Folder, "pairs"), 3);

        var run = await Run.Of("train", "--pairs", pairs, "--name", "tiny", "--architecture", "dncnn", "--steps", "20", "--server", Server.GrpcAddress.ToString(), "--json");

        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        StringAssert.Contains(run.Out, "\"model\":\"tiny\"");
        StringAssert.Contains(run.Error, "planes for training");
    }

    [TestMethod]
    public async Task TrainCommand_WithAServerAndASeriesWithFilesOfOtherNames_TellsWhichAreLeftOut()
    {
        await StartTrainingAsync();
        var series = Directory.CreateDirectory(Path.Combine(Folder, "series")).FullName;
        foreach (var (field, name) in new[] { (0, "a_10ms.tif"), (0, "a_50ms.tif"), (1, "b_10ms.tif"), (1, "b_50ms.tif"), (0, "a_1s.tif") })
            System.IO.File.WriteAllBytes(Path.Combine(series, name), TrainingPairs.Tiff(field, clean: !name.Contains("10ms")));

        var run = await Run.Of("train", "--pairs", series, "--name", "tiny", "--architecture", "dncnn", "--steps", "20", "--server", Server.GrpcAddress.ToString(), "--json");

        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        const string LeftOut = "left out of the exposure series: 1 of 5 images that are not called like {sample}_{exposure}ms.tif: a_1s.tif";
        StringAssert.Contains(run.Error, LeftOut);
        Assert.AreEqual(LeftOut, (string?)JsonNode.Parse(run.Out)!["warnings"]!.AsArray().Single());
    }

    [TestMethod]
    public async Task TrainCommand_WithALossAndACamera_SendsBoth()
    {
        await StartTrainingAsync();
        var pairs = TrainingPairs.Folders(Path.Combine(Folder, "pairs"), 3);

        var run = await Run.Of(
            "train", "--pairs", pairs, "--name", "tiny", "--architecture", "dncnn", "--steps", "20", "--server", Server.GrpcAddress.ToString(),
            "--loss", "poisson-gaussian", "--gain", "1.5", "--offset", "0", "--read-noise", "50");

        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        StringAssert.Contains(run.Error, "gain 1.5, offset 0, read noise 50, as given");
    }

    private async Task<Protos.V1.Training.TrainingClient> StartTrainingAsync(Func<ServerOptions, ServerOptions>? change = null, TrainPairs? train = null)
    {
        var options = change?.Invoke(Options) ?? Options;
        var engine = FakeEngine.With(FakeRestorations.Copy, options.ModelsFolder);
        await StartAsync(train is null ? engine : engine with { Train = train }, options);
        return new(NewChannel());
    }
}
