using FijiBridge.Tests.Peers;
using Grpc.Core;

namespace FijiBridge.Protos.Tests.Rpc;

[TestClass]
public sealed class StatusTests
{
    private static EchoHost _host = null!;

    private static Echo.EchoClient Client => _host.Client;

    public static IEnumerable<object[]> Failures =>
        Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK).Select(code => new object[] { code });

    [ClassInitialize]
    public static async Task Start(TestContext _) => _host = await EchoHost.StartAsync();

    [ClassCleanup]
    public static async Task Stop() => await _host.DisposeAsync();

    [TestMethod]
    [DynamicData(nameof(Failures))]
    public async Task Failure_WithDetailAndTrailers_ReachesTheCaller(StatusCode code)
    {
        var request = new EchoMessage { Number = (int)code, Text = "zu groß, 100 %" };
        var error = await Assert.ThrowsExactlyAsync<RpcException>(() => Client.FailAsync(request).ResponseAsync);
        Assert.AreEqual(code, error.StatusCode);
        Assert.AreEqual("zu groß, 100 %", error.Status.Detail);
        Assert.AreEqual("asked for", error.Trailers.GetValue("reason"));
        CollectionAssert.AreEqual(new byte[] { 0, 128, 255 }, error.Trailers.GetValueBytes("reason-bin"));
    }

    [TestMethod]
    public async Task Failure_AfterThreeMessages_ComesAfterTheMessages()
    {
        using var call = Client.FailLate(new EchoMessage { Number = 3, Text = "late" });
        for (var i = 0; i < 3; i++)
        {
            Assert.IsTrue(await call.ResponseStream.MoveNext());
        }

        var error = await Assert.ThrowsExactlyAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.AreEqual(StatusCode.Aborted, error.StatusCode);
        Assert.AreEqual("late", call.GetStatus().Detail);
        Assert.AreEqual("asked for", call.GetTrailers().GetValue("reason"));
    }

    [TestMethod]
    public async Task Call_WhoseHandlerThrows_IsUnknownAndTellsNothingOfTheInside()
    {
        var throwing = new EchoMessage { Number = -1, Text = "a secret of the inside" };
        var error = await Assert.ThrowsExactlyAsync<RpcException>(() => Client.FailAsync(throwing).ResponseAsync);
        Assert.AreEqual(StatusCode.Unknown, error.StatusCode);
        Assert.AreEqual("Exception was thrown by handler.", error.Status.Detail);
    }

    [TestMethod]
    public async Task Call_ToNobody_IsUnavailable()
    {
        var host = await EchoHost.StartAsync();
        await host.StopAsync();
        var error = await Assert.ThrowsExactlyAsync<RpcException>(() => host.Client.SayAsync(new EchoMessage()).ResponseAsync);
        Assert.AreEqual(StatusCode.Unavailable, error.StatusCode);
        await host.DisposeAsync();
    }
}
