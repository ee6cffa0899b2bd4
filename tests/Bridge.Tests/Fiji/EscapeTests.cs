using System.Diagnostics;
using FijiBridge.Bridge.Tests.Server;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Tests.Fiji;

/// <summary>Esc ends a restoration on both sides, wherever it stands: the server's job and its files are gone, and the image is free again.</summary>
[TestClass]
public sealed class EscapeTests : ServerTest
{
    private const int JobReceived = 201;

    private readonly SemaphoreSlim _beforeFirstPlane = new(0);
    private readonly SemaphoreSlim _afterFirstPlane = new(0);
    private int _begun, _written;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Escape_WhileUploadingQueuedRestoringAndDownloading_EndsTheJob()
    {
        using var imageJ = new ImageJ();
        var paused = FakeRestorations.PausedCopy(_afterFirstPlane, () => Interlocked.Increment(ref _written));
        await StartAsync(async (job, input, output, progress, cancellation) =>
        {
            Interlocked.Increment(ref _begun);
            await _beforeFirstPlane.WaitAsync(cancellation);
            return await paused(job, input, output, progress, cancellation);
        });
        imageJ.Start("escape.groovy", Server.WebAddress);

        await PressAsync(imageJ, "upload", () => Server.Spool.UsedBytes > 100_000, jobsLeft: 0);
        using var occupant = Client.Restore();
        await occupant.SendAsync(TestStacks.Ramp());
        var occupying = await new Received().ReadAsync(occupant.ResponseStream, so => so.JobId.Length == 0);
        await imageJ.UntilAsync(() => _begun == 1, "another job occupies the engine");
        await PressAsync(imageJ, "queue", () => Log.Count(JobReceived) == 2, jobsLeft: 1);
        await Client.CancelAsync(new CancelRequest { JobId = occupying.JobId });
        await PressAsync(imageJ, "restoring", () => _begun == 2, jobsLeft: 0);
        _beforeFirstPlane.Release();
        await PressAsync(imageJ, "download", () => _written == 1, jobsLeft: 0);

        var report = await imageJ.ReportAsync();
        foreach (var phase in new[] { "upload", "queue", "restoring", "download" })
        {
            var run = report.GetProperty(phase);
            TestContext.WriteLine($"Esc during {phase}: ImageJ went on after {run.GetProperty("milliseconds")} ms");
            Assert.AreEqual(0, run.GetProperty("windows").GetArrayLength(), phase);
            Assert.AreEqual(1, run.GetProperty("images").GetInt32(), phase);
            Assert.IsFalse(run.GetProperty("locked").GetBoolean(), phase);
            Assert.IsFalse(run.GetProperty("wentOn").GetBoolean(), phase);
        }
    }

    /// <summary>Has ImageJ restore, presses Esc there when the job has come where it is wanted, and waits until the server has only the other jobs.</summary>
    private async Task PressAsync(ImageJ imageJ, string phase, Func<bool> reached, int jobsLeft)
    {
        imageJ.Signal("start-" + phase);
        await imageJ.UntilAsync(() => Server.Jobs.Count == jobsLeft + 1 && reached(), phase);
        imageJ.Signal("press-" + phase);
        var sincePress = Stopwatch.StartNew();
        await imageJ.UntilAsync(() => Server.Jobs.Count == jobsLeft, $"the server's job is gone after Esc during {phase}");
        TestContext.WriteLine($"Esc during {phase}: the server's job was gone after {sincePress.ElapsedMilliseconds} ms");
        await imageJ.UntilAsync("ended-" + phase);
    }
}
