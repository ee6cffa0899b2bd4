using FijiBridge.Tests.Peers;
using Grpc.Core;

namespace FijiBridge.Protos.Tests.Rpc;

[TestClass]
public sealed class DeadlineTests
{
    private static readonly EchoMessage SendHeaders = new() { Number = 1 };
    private static EchoHost _host = null!;

    private static Echo.EchoClient Client => _host.Client;

    [ClassInitialize]
    public static async Task Start(TestContext _) => _host = await EchoHost.StartAsync();

    [ClassCleanup]
    public static async Task Stop() => await _host.DisposeAsync();

    [TestMethod]
    public async Task Deadline_WhenItPasses_EndsTheCallOnBothSides()
    {
        var ended = _host.NextEndOfWait();
        var error = await Assert.ThrowsExactlyAsync<RpcException>(
            () => Client.WaitAsync(new EchoMessage(), deadline: DateTime.UtcNow.AddMilliseconds(200)).ResponseAsync);
        Assert.AreEqual(StatusCode.DeadlineExceeded, error.StatusCode);
        await ended.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [TestMethod]
    public async Task Deadline_OfAServerStream_EndsTheStream()
    {
        using var call = Client.Chat(new CallOptions().WithDeadline(DateTime.UtcNow.AddMilliseconds(200)));
        var error = await Assert.ThrowsExactlyAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.AreEqual(StatusCode.DeadlineExceeded, error.StatusCode);
    }

    [TestMethod]
    public async Task Cancellation_ByTheCaller_EndsTheHandler()
    {
        var ended = _host.NextEndOfWait();
        using var cancellation = new CancellationTokenSource();
        using var call = Client.WaitAsync(SendHeaders, cancellationToken: cancellation.Token);
        await call.ResponseHeadersAsync;
        await cancellation.CancelAsync();
        Assert.AreEqual(StatusCode.Cancelled, (await Assert.ThrowsExactlyAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
        await ended.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [TestMethod]
    public async Task Dispose_OfARunningCall_EndsTheHandler()
    {
        var ended = _host.NextEndOfWait();
        using (var call = Client.WaitAsync(SendHeaders))
        {
            await call.ResponseHeadersAsync;
        }

        await ended.WaitAsync(TimeSpan.FromSeconds(10));
    }
}
