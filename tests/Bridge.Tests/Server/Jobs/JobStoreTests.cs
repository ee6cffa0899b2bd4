using FijiBridge.Bridge.Server;
using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Protos.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace FijiBridge.Bridge.Tests.Server.Jobs;

[TestClass]
public sealed class JobStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Spool _spool;
    private readonly JobStore _store;

    public JobStoreTests()
    {
        _spool = new Spool(_folder["spool"], 1 << 20, keepsJobs: true);
        _store = new JobStore(_spool, NullLogger<JobStore>.Instance);
    }

    public void Dispose()
    {
        _spool.Dispose();
        _folder.Dispose();
    }

    [TestMethod]
    public void Load_WhatWasSaved_IsTheSame()
    {
        var done = Record(JobPhase.Done) with { Done = new Done { ResultBytes = 7, ResultSha256 = "ab", ClampedShare = 0.125, Warnings = { "ü\n\"" } } };
        _store.Save(done);
        Assert.AreEqual(done, _store.Load().Single());
    }

    [TestMethod]
    public void Load_AFailure_KeepsItsStatusSentenceAndKind()
    {
        var failure = StatusMapping.ToRpcException(new Engine.EngineFailure(Engine.FailureKind.BadInput, "no TIFF"));
        _store.Save(Record(JobPhase.Failed) with { Failure = failure });
        var loaded = _store.Load().Single().Failure!;
        Assert.AreEqual(new Status(StatusCode.InvalidArgument, "no TIFF"), loaded.Status);
        Assert.AreEqual("bad-input", loaded.Trailers.GetValue(StatusMapping.FailureTrailer));
    }

    [TestMethod]
    public void Load_AnyByteDamagedOrMissing_IsSetAsideAndTheOthersAreThere()
    {
        var (good, bad) = (Record(JobPhase.Accepted), Record(JobPhase.Accepted));
        _store.Save(good);
        _store.Save(bad);
        var path = _spool.PathsOf(bad.Ticket.Id).Record;
        var bytes = File.ReadAllBytes(path);
        for (var i = 0; i < bytes.Length; i++)
        {
            File.WriteAllBytes(path, i % 2 == 0 ? bytes[..i] : [.. bytes[..i], (byte)(bytes[i] ^ (1 << (i % 8))), .. bytes[(i + 1)..]]);
            Assert.AreEqual(good, _store.Load().Single(), $"byte {i}");
            Assert.IsFalse(File.Exists(path), $"byte {i}");
        }
        Assert.HasCount(1, Directory.GetFiles(Path.Combine(_spool.Folder, "damaged")));
    }

    [TestMethod]
    public void Load_ARecordUnderTheNameOfAnotherJob_IsSetAside()
    {
        var record = Record(JobPhase.Accepted);
        _store.Save(record);
        File.Move(_spool.PathsOf(record.Ticket.Id).Record, _spool.PathsOf(SpoolFolder.RandomName()).Record);
        Assert.IsEmpty(_store.Load());
    }

    [TestMethod]
    public void Load_FilesThatNoRecordSpeaksOf_AreDeleted()
    {
        var record = Record(JobPhase.Accepted);
        _store.Save(record);
        var paths = _spool.PathsOf(record.Ticket.Id);
        var stray = _spool.PathsOf(SpoolFolder.RandomName());
        foreach (var file in new[] { paths.Input, paths.NewRecord, stray.Input, stray.Result, stray.NewRecord }) File.WriteAllText(file, "x");
        Assert.HasCount(1, _store.Load());
        CollectionAssert.AreEquivalent(new[] { paths.Record, paths.Input }, Directory.GetFiles(_spool.Folder));
    }

    [TestMethod]
    public void Load_SeveralJobs_AreInTheOrderOfTheirAdmission()
    {
        var records = Enumerable.Range(0, 20).Select(i => Record(JobPhase.Accepted, minutes: i * 7 % 20)).ToList();
        records.ForEach(_store.Save);
        CollectionAssert.AreEqual(records.OrderBy(record => record.Ticket.Created).ToList(), _store.Load().ToList());
    }

    [TestMethod]
    public void Save_InATemporarySpool_WritesNothing()
    {
        using var spool = new Spool(_folder["other"], 1000);
        var store = new JobStore(spool, NullLogger<JobStore>.Instance);
        store.Save(Record(JobPhase.Accepted));
        Assert.IsEmpty(Directory.GetFileSystemEntries(spool.Folder));
    }

    [TestMethod]
    public void Crc32C_OfTheCheckString_IsTheStandards()
    {
        var (whole, parts) = (default(Crc32C), default(Crc32C));
        whole.Append("123456789"u8);
        foreach (var digit in "123456789"u8.ToArray()) parts.Append([digit]);
        Assert.AreEqual(0xE3069283, whole.Value);
        Assert.AreEqual(whole.Value, parts.Value);
    }

    private static JobRecord Record(JobPhase phase, int minutes = 0) => new()
    {
        Ticket = new JobTicket(
            SpoolFolder.RandomName(), new Identity("ada", Role.Trainer), DateTimeOffset.UnixEpoch.AddMinutes(minutes),
            new RestoreHeader { FileName = "cells.tif", Settings = new RestoreSettings { Model = "smooth", Parameters = { ["sigma"] = 1.5 } } }),
        Phase = phase,
        InputBytes = 12,
        InputCrc = uint.MaxValue,
        Runs = 3,
    };
}
