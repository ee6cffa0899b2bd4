using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Server;
using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Tests.Commands;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Tests.Server.Training;

/// <summary>What a server would refuse is told before anything is uploaded.</summary>
[TestClass]
public sealed class TrainingCheckTests : ServerTest
{
    private static readonly TrainingSettings Quick = new() { Name = "tiny", Architecture = "dncnn", Steps = 20 };

    private string AuditFile => Path.Combine(Folder, "audit.jsonl");

    [TestMethod]
    [DataRow("architecture", "There is no architecture 'vgg'; choose one of")]
    [DataRow("name", "'Cells!' cannot be the name of a model")]
    [DataRow("taken", "There is a model 'smooth' already")]
    [DataRow("task", "There is no task 'paint'")]
    [DataRow("loss", "There is no loss 'huber'")]
    [DataRow("frames", "A network looks at 1, 3 or 5 neighbouring frames, not 4.")]
    [DataRow("time", "Give a number of steps, or 1 to 1000000 seconds, not 1200000.")]
    [DataRow("folder", "This server trains on no folders of its own")]
    [DataRow("two", "A network looks at 1, 3 or 5 neighbouring frames, not 2. There is no architecture 'vgg'")]
    [DataRow("full", "The server holds 1 trainings and takes no more than 1")]
    public async Task Check_WhatTrainRefuses_IsRefusedInTheSameWords(string kind, string complaint)
    {
        var training = await StartTrainingAsync(new ServerLimits { MaxTrainings = 1 });
        using var occupant = kind == "full" ? await OccupyAsync(training) : null;
        var settings = new TrainingSettings(Quick);
        switch (kind)
        {
            case "architecture": settings.Architecture = "vgg"; break;
            case "name": settings.Name = "Cells!"; break;
            case "taken": settings.Name = "smooth"; break;
            case "task": settings.Task = "paint"; break;
            case "loss": settings.Loss = "huber"; break;
            case "frames": settings.Frames = 4; break;
            case "time": (settings.Steps, settings.Seconds) = (0, 1.2e6); break;
            case "folder": settings.Folder = "cells"; break;
            case "two": (settings.Architecture, settings.Frames) = ("vgg", 2); break;
        }

        var reply = await training.CheckAsync(new CheckTrainingRequest { Settings = settings });
        var status = await Transfer.StatusOfAsync(TrainingCalls.TrainAsync(training, TrainingCalls.Uploaded(settings, 2)));

        Assert.IsFalse(reply.Accepted);
        StringAssert.Contains(status.Detail, complaint);
        Assert.AreEqual(status.Detail, string.Join(" ", reply.Complaints));
    }

    [TestMethod]
    public async Task Check_OfWhatTrainTakes_IsAcceptedAndHoldsNoPlace()
    {
        var training = await StartTrainingAsync(new ServerLimits { MaxTrainings = 1, MaxTrainingFiles = 6, MaxUploadBytes = 10_000 });
        for (var i = 0; i < 3; i++)
        {
            var reply = await training.CheckAsync(new CheckTrainingRequest { Settings = Quick, Files = 6, Bytes = 10_000 });
            Assert.IsTrue(reply.Accepted, string.Join(" ", reply.Complaints));
        }
        Assert.AreEqual("tiny", (await TrainingCalls.TrainAsync(training, TrainingCalls.Uploaded(Quick, 3)))[^1].Done.Model.Name);
    }

    [TestMethod]
    [DataRow(7ul, 0ul, "A training takes at most 6 files on this server.")]
    [DataRow(0ul, 10_001ul, "The files are larger than the 10000 bytes that this server takes.")]
    [DataRow(0ul, 9_000ul, "The images have 9000 bytes, and the temporary storage of the server has 8000 of 8000 free")]
    public async Task Check_OfMoreThanFits_TellsTheLimit(ulong files, ulong bytes, string complaint)
    {
        var training = await StartTrainingAsync(new ServerLimits { MaxTrainingFiles = 6, MaxUploadBytes = 10_000, MaxSpoolBytes = 8_000 });

        var reply = await training.CheckAsync(new CheckTrainingRequest { Settings = Quick, Files = files, Bytes = bytes });

        Assert.IsFalse(reply.Accepted);
        StringAssert.Contains(reply.Complaints[0], complaint);
    }

    [TestMethod]
    [DataRow("--architecture vgg", "There is no architecture 'vgg'; choose one of")]
    [DataRow("--name smooth", "There is a model 'smooth' already: give the new one another name")]
    [DataRow("--minutes 20000", "not 1200000")]
    [DataRow("--frames 4", "1, 3 or 5 neighbouring frames")]
    [DataRow("", "A training takes at most 5 files on this server.")]
    public async Task TrainCommand_RefusedByTheServer_SaysSoInOneSentenceAndSendsNothing(string options, string complaint)
    {
        await StartTrainingAsync(new ServerLimits { MaxTrainingFiles = options.Length == 0 ? 5 : 6 });
        await AssertNothingIsSentAsync(complaint, options.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [TestMethod]
    public async Task TrainCommand_WhereTheQueueIsFull_SendsNothing()
    {
        var training = await StartTrainingAsync(new ServerLimits { MaxTrainings = 1 });
        using var occupant = await OccupyAsync(training);
        await AssertNothingIsSentAsync("The server holds 1 trainings and takes no more than 1: try again when one has ended.");
    }

    [TestMethod]
    public async Task TrainCommand_OfWhoMayNotTrain_SendsNothing()
    {
        var user = Token("anna", Role.User);
        await StartTrainingAsync(new ServerLimits(), TokensFile);
        await AssertNothingIsSentAsync("Training a model", "--token", user);
    }

    private async Task AssertNothingIsSentAsync(string complaint, params string[] options)
    {
        var pairs = TrainingPairs.Folders(Path.Combine(Folder, "pairs"), 3);
        var run = await Run.Of(["train", "--pairs", pairs, "--server", Server.GrpcAddress.ToString(), .. options]);

        Assert.AreEqual(ExitCodes.Refused, run.ExitCode, run.Error);
        StringAssert.Contains(run.Error, complaint);
        Assert.HasCount(1, run.Error.Trim().Split('\n'), run.Error);
        await UntilAsync(() => Audit().Contains("Training/Check", StringComparison.Ordinal), "the question is in the audit log");
        Assert.DoesNotContain("Training/Train", Audit());
    }

    private string Audit()
    {
        if (!File.Exists(AuditFile)) return "";
        using var reader = new StreamReader(new FileStream(AuditFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private static async Task<IDisposable> OccupyAsync(Protos.V1.Training.TrainingClient training)
    {
        var call = training.Train();
        await call.RequestStream.WriteAsync(TrainingCalls.Settings(new TrainingSettings(Quick) { Name = "occupant" }));
        await TrainingCalls.NextAsync(call.ResponseStream);
        return call;
    }

    private async Task<Protos.V1.Training.TrainingClient> StartTrainingAsync(ServerLimits limits, string? tokens = null)
    {
        await StartAsync(FakeRestorations.Copy, Options with { Limits = limits, AuditLog = AuditFile, TokensFile = tokens });
        return new(NewChannel());
    }
}
