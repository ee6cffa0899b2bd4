using FijiBridge.Bridge.Client;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Client;

[TestClass]
public sealed class RestorationClientTests : IDisposable
{
    private static readonly ReconnectPlan Quick = new([TimeSpan.Zero, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20)]);

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _stack = new byte[1_300_000];

    public RestorationClientTests()
    {
        new Random(1).NextBytes(_stack);
        _folder.Write("in.tif", _stack);
    }

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public async Task Restore_GoodServer_GetsTheWholeFileAndGivesTheResult()
    {
        var server = new FakeRestoration();
        var settings = new RestoreSettings { Model = "smooth", Parameters = { ["sigma"] = 2 } };
        var done = await RestoreAsync(server, settings: settings);
        CollectionAssert.AreEqual(_stack, server.Received.ToArray());
        Assert.AreEqual(settings, server.Header!.Settings);
        Assert.AreEqual("in.tif", server.Header.FileName);
        Assert.AreEqual((ulong)_stack.Length, server.Header.Stack.FileBytes);
        Assert.AreEqual("1.0.0", done.Provenance.ModelVersion);
        CollectionAssert.AreEqual(new[] { FakeRestoration.JobId }, server.Cancelled, "the server need not keep the result any longer");
        AssertResult();
    }

    [TestMethod]
    public async Task Restore_GoodServer_ReportsSendingRestoringAndReceiving()
    {
        var seen = new Seen();
        await RestoreAsync(new FakeRestoration(), seen);
        Assert.IsTrue(seen.All.Any(progress => progress.BytesSent == _stack.Length && progress.BytesToSend == _stack.Length));
        Assert.IsTrue(seen.All.Any(progress => progress.Job is { Stage: Stage.Restoring, TilesDone: 1, TilesTotal: 2 }));
        Assert.AreEqual(_stack.Length, seen.All[^1].BytesReceived);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Restore_ConnectionBreaksTwice_WatchBringsTheRest(bool ended)
    {
        var server = new FakeRestoration { CutAfter = 500_000, EndInsteadOfCut = ended };
        var seen = new Seen();
        await RestoreAsync(server, seen);
        CollectionAssert.AreEqual(new ulong[] { 500_000, 1_000_000 }, server.WatchOffsets);
        Assert.AreEqual(2, seen.All.Count(progress => progress.Notice is not null));
        AssertResult();
    }

    [TestMethod]
    public async Task Restore_ConnectionBreaksAgainAndAgain_GivesUpAndLeavesNothing()
    {
        var server = new FakeRestoration { CutAfter = 0 };
        await FailsAsync(server, ClientFailureKind.Unreachable, "no connection to the server");
        Assert.HasCount(Quick.Delays.Count, server.WatchOffsets);
    }

    [TestMethod]
    public async Task Restore_ServerHasForgottenTheJob_SaysSo()
    {
        var server = new FakeRestoration { CutAfter = 500_000, ForgetsJobs = true };
        await FailsAsync(server, ClientFailureKind.Unreachable, "no longer knows the job");
    }

    [TestMethod]
    public async Task Restore_ResultHasAnotherHash_IsNotKept() =>
        await FailsAsync(new FakeRestoration { Sha256 = new string('0', 64) }, ClientFailureKind.ServerFault, "damaged");

    [TestMethod]
    public async Task Restore_CheckRefuses_TellsEveryComplaintAndSendsNothing()
    {
        var server = new FakeRestoration { CheckReply = new CheckReply { Complaints = { "no such model", "file too large" } } };
        await FailsAsync(server, ClientFailureKind.Refused, "no such model; file too large");
        Assert.IsNull(server.Header);
    }

    [TestMethod]
    public async Task Restore_CheckHasNotices_TheyAreReported()
    {
        var seen = new Seen();
        await RestoreAsync(new FakeRestoration { CheckReply = new CheckReply { Accepted = true, Notices = { "no GPU" } } }, seen);
        Assert.AreEqual("no GPU", seen.All.Single(progress => progress.Notice is not null).Notice);
    }

    [TestMethod]
    [DataRow(StatusCode.InvalidArgument, ClientFailureKind.BadInput)]
    [DataRow(StatusCode.NotFound, ClientFailureKind.Refused)]
    [DataRow(StatusCode.ResourceExhausted, ClientFailureKind.Refused)]
    [DataRow(StatusCode.FailedPrecondition, ClientFailureKind.DeviceUnavailable)]
    [DataRow(StatusCode.Internal, ClientFailureKind.ServerFault)]
    public async Task Restore_ServerFailsDuringTheUpload_ItsSentenceArrives(StatusCode status, ClientFailureKind kind)
    {
        var fault = new RpcException(new Status(status, "tag 259 at offset 12: unknown compression"));
        await FailsAsync(new FakeRestoration { Fault = fault, FaultAfter = 1 }, kind, "tag 259 at offset 12: unknown compression");
    }

    [TestMethod]
    public async Task Restore_Cancelled_EndsTheJobOnTheServerAndLeavesNothing()
    {
        var server = new FakeRestoration { NeverEnds = true };
        using var cancel = new CancellationTokenSource();
        var restoring = RestoreAsync(server, ct: cancel.Token);
        await server.Running.Task;
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => restoring);
        CollectionAssert.AreEqual(new[] { FakeRestoration.JobId }, server.Cancelled);
        CollectionAssert.AreEqual(new[] { "in.tif" }, _folder.Names);
    }

    [TestMethod]
    public async Task Restore_NoServerThere_NamesItsAddress()
    {
        using var channel = ServerChannel.Open(new Uri("http://127.0.0.1:9"));
        var failure = await Assert.ThrowsExactlyAsync<ClientFailure>(() => new RestorationClient(channel)
            .RestoreAsync(_folder["in.tif"], _folder["out.tif"], new RestoreSettings(), false, null, CancellationToken.None));
        Assert.AreEqual(ClientFailureKind.Unreachable, failure.Kind);
        StringAssert.Contains(failure.Message, "127.0.0.1:9");
    }

    [TestMethod]
    public async Task Restore_EmptyInput_IsRefusedHere()
    {
        File.WriteAllBytes(_folder["in.tif"], []);
        await FailsAsync(new FakeRestoration(), ClientFailureKind.BadInput, "is empty");
    }

    private async Task<Done> RestoreAsync(FakeRestoration fake, Seen? seen = null, RestoreSettings? settings = null, CancellationToken ct = default)
    {
        await using var server = await FakeServer.StartAsync(fake);
        using var channel = ServerChannel.Open(server.Address);
        return await new RestorationClient(channel, Quick)
            .RestoreAsync(_folder["in.tif"], _folder["out.tif"], settings ?? new RestoreSettings(), overwrite: false, seen, ct);
    }

    private async Task FailsAsync(FakeRestoration server, ClientFailureKind kind, string sentence)
    {
        var failure = await Assert.ThrowsExactlyAsync<ClientFailure>(() => RestoreAsync(server));
        Assert.AreEqual(kind, failure.Kind, failure.Message);
        StringAssert.Contains(failure.Message, sentence);
        CollectionAssert.AreEqual(new[] { "in.tif" }, _folder.Names);
    }

    private void AssertResult()
    {
        CollectionAssert.AreEqual(new[] { "in.tif", "out.tif" }, _folder.Names);
        CollectionAssert.AreEqual(_stack.Select(value => (byte)~value).ToArray(), File.ReadAllBytes(_folder["out.tif"]));
    }

    private sealed class Seen : IProgress<TransferProgress>
    {
        public List<TransferProgress> All { get; } = [];

        public void Report(TransferProgress value)
        {
            lock (All) All.Add(value);
        }
    }
}
