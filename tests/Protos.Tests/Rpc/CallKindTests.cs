using FijiBridge.Tests.Peers;
using Grpc.Core;

namespace FijiBridge.Protos.Tests.Rpc;

[TestClass]
public sealed class CallKindTests
{
    private static EchoHost _host = null!;

    private static Echo.EchoClient Client => _host.Client;

    [ClassInitialize]
    public static async Task Start(TestContext _) => _host = await EchoHost.StartAsync();

    [ClassCleanup]
    public static async Task Stop() => await _host.DisposeAsync();

    [TestMethod]
    public async Task Unary_Message_ComesBack()
    {
        var reply = await Client.SayAsync(new EchoMessage { Text = "µm", Number = -3 });
        Assert.AreEqual(new EchoMessage { Text = "µm", Number = -3 }, reply);
    }

    [TestMethod]
    public void Unary_BlockingCall_ComesBack() => Assert.AreEqual("now", Client.Say(new EchoMessage { Text = "now" }).Text);

    [TestMethod]
    public async Task ClientStream_ThreeMessages_AreJoined()
    {
        using var call = Client.Join();
        foreach (var text in new[] { "x", "y", "z" })
        {
            await call.RequestStream.WriteAsync(new EchoMessage { Text = text, Number = 2 });
        }

        await call.RequestStream.CompleteAsync();
        Assert.AreEqual(new EchoMessage { Text = "x,y,z", Number = 6 }, await call);
    }

    [TestMethod]
    public async Task ServerStream_FiveAskedFor_ComeInOrder()
    {
        using var call = Client.Count(new EchoMessage { Number = 5 });
        var numbers = new List<int>();
        await foreach (var message in call.ResponseStream.ReadAllAsync())
        {
            numbers.Add(message.Number);
        }

        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 4 }, numbers);
        Assert.AreEqual(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [TestMethod]
    public async Task DuplexStream_EachMessage_IsAnsweredBeforeTheNext()
    {
        using var call = Client.Chat();
        for (var i = 0; i < 3; i++)
        {
            await call.RequestStream.WriteAsync(new EchoMessage { Number = i });
            Assert.IsTrue(await call.ResponseStream.MoveNext());
            Assert.AreEqual(i, call.ResponseStream.Current.Number);
        }

        await call.RequestStream.CompleteAsync();
        Assert.IsFalse(await call.ResponseStream.MoveNext());
    }
}
