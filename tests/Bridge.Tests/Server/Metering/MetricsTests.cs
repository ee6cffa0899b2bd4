using System.Globalization;
using FijiBridge.Bridge.Server;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Tests.Server.Metering;

[TestClass]
public sealed class MetricsTests : ServerTest
{
    private static readonly byte[] Stack = TestStacks.Ramp();

    [TestMethod]
    public async Task Metrics_AfterAJobAndARefusal_TellBoth()
    {
        await StartAsync(async (job, input, output, progress, cancellation) =>
        {
            progress?.Report(FakeRestorations.Progress(3, 7));
            progress?.Report(FakeRestorations.Progress(7, 7));
            return await FakeRestorations.Copy(job, input, output, progress, cancellation);
        });
        await Client.RestoreAsync(Stack);
        await Transfer.StatusOfAsync(Client.RestoreAsync([]));
        var metrics = await ReadAsync();
        Assert.AreEqual(Stack.Length, metrics["fijibridge_upload_bytes_total"]);
        Assert.AreEqual(Stack.Length, metrics["fijibridge_result_bytes_total"]);
        Assert.AreEqual(7, metrics["fijibridge_tiles_total"]);
        Assert.AreEqual(1, metrics["fijibridge_restoring_seconds_total"]);
        Assert.AreEqual(1, metrics["fijibridge_jobs{state=\"done\"}"]);
        Assert.AreEqual(0, metrics["fijibridge_jobs{state=\"queued\"}"]);
        Assert.AreEqual(1, metrics["fijibridge_jobs_ended_total{state=\"done\"}"]);
        Assert.AreEqual(1, metrics["fijibridge_refusals_total{status=\"InvalidArgument\"}"]);
        Assert.AreEqual(Server.Spool.UsedBytes, metrics["fijibridge_spool_bytes"]);
        Assert.AreEqual(new ServerLimits().MaxJobs, metrics["fijibridge_queue_limit"]);
        var (used, total) = (metrics["fijibridge_device_memory_bytes{device=\"CPU (test processor)\"}"], metrics["fijibridge_device_memory_total_bytes{device=\"CPU (test processor)\"}"]);
        Assert.IsGreaterThan(10e6, used);
        Assert.IsLessThan(total, used);
    }

    [TestMethod]
    public async Task Metrics_WhileJobsWait_TellTheQueue()
    {
        using var gate = new SemaphoreSlim(0);
        await StartAsync(FakeRestorations.Gated(gate, [1], [2]));
        using var running = Client.Restore();
        await running.SendAsync(Stack);
        await new Received().ReadAsync(running.ResponseStream, so => so.Bytes.Count == 0);
        using var waiting = Client.Restore();
        await waiting.SendAsync(Stack);
        await new Received().ReadAsync(waiting.ResponseStream, so => !so.Progress.Any(p => p.Stage == Stage.Queued));
        await UntilAsync(() => Server.Jobs.All.Any(job => job.View.Place.Ahead == 1), "the second job has its place");
        var metrics = await ReadAsync();
        Assert.AreEqual(1, metrics["fijibridge_queue_length"]);
        Assert.AreEqual(1, metrics["fijibridge_jobs{state=\"restoring\"}"]);
        gate.Release(2);
        // The gate must outlive those who wait at it.
        await UntilAsync(() => Server.Jobs.All.All(job => job.View.HasEnded), "both jobs have ended");
    }

    // Every line is a comment, or a series and its value.
    private async Task<Dictionary<string, double>> ReadAsync()
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(Server.WebAddress, "/metrics"));
        Assert.AreEqual("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Where(line => line[0] != '#').ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[line.LastIndexOf(' ')..], CultureInfo.InvariantCulture));
    }
}
