using System.Net;
using FijiBridge.Bridge.Wire;
using FijiBridge.Tests.Peers;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FijiBridge.Bridge.Tests.Wire;

[TestClass]
public sealed class GrpcWebTests
{
    private static readonly EchoMessage[] Three = [.. "xyz".Select(letter => new EchoMessage { Text = letter.ToString(), Number = 2 })];
    private static EchoHost _host = null!;
    private static GrpcWebClient _web = null!;

    [ClassInitialize]
    public static async Task Start(TestContext _)
    {
        _host = await EchoHost.StartAsync(
            listen: options => options.Protocols = HttpProtocols.Http1, configure: app => app.UseGrpcWeb());
        _web = new GrpcWebClient(_host.Address);
    }

    [ClassCleanup]
    public static async Task Stop()
    {
        _web.Dispose();
        await _host.DisposeAsync();
    }

    [TestMethod]
    public async Task Unary_Message_ComesBackWithStatusInTheTrailerFrame()
    {
        var sent = new EchoMessage { Text = "µm", Data = Google.Protobuf.ByteString.CopyFrom(new byte[300_000]) };
        var reply = await _web.CallAsync("Say", [sent]);
        Assert.AreEqual(sent, EchoMessage.Parser.ParseFrom(reply.Messages.Single()));
        Assert.AreEqual("0", reply.Trailers!["grpc-status"]);
        Assert.AreEqual("AQL/", reply.Headers["heard-bin"]);
    }

    [TestMethod]
    public async Task ServerStream_ThousandAskedFor_ComeInOrder()
    {
        var reply = await _web.CallAsync("Count", [new EchoMessage { Number = 1000 }]);
        var numbers = reply.Messages.Select(bytes => EchoMessage.Parser.ParseFrom(bytes).Number).ToList();
        CollectionAssert.AreEqual(Enumerable.Range(0, 1000).ToList(), numbers);
        Assert.AreEqual("0", reply.Trailers!["grpc-status"]);
    }

    [TestMethod]
    public async Task ClientStream_ThreeMessages_AreJoined()
    {
        var reply = await _web.CallAsync("Join", Three);
        Assert.AreEqual(new EchoMessage { Text = "x,y,z", Number = 6 }, EchoMessage.Parser.ParseFrom(reply.Messages.Single()));
    }

    [TestMethod]
    public async Task DuplexStream_EverythingSentBeforeAnythingIsRead_ComesBack()
    {
        var reply = await _web.CallAsync("Chat", Three);
        CollectionAssert.AreEqual(Three, reply.Messages.Select(EchoMessage.Parser.ParseFrom).ToList());
        Assert.AreEqual("0", reply.Trailers!["grpc-status"]);
    }

    [TestMethod]
    public async Task DuplexStream_RequestStillOpen_RepliesArrive()
    {
        using var call = await OpenWebCall.StartAsync(_host.Address, "Chat", Three[0]);
        Assert.AreEqual(Three[0], EchoMessage.Parser.ParseFrom((await call.ReadFrameAsync())!.Value.Payload));
        await call.WriteChunkAsync(GrpcWebClient.Frame(Three[1]));
        Assert.AreEqual(Three[1], EchoMessage.Parser.ParseFrom((await call.ReadFrameAsync())!.Value.Payload));
        await call.WriteChunkAsync(default);
        Assert.AreEqual(0x80, (await call.ReadFrameAsync())!.Value.Flag);
    }

    [TestMethod]
    public async Task Error_BeforeTheFirstMessage_IsInTheHeaders()
    {
        var reply = await _web.CallAsync("Fail", [new EchoMessage { Number = 9, Text = "zu groß, 100 %" }]);
        Assert.IsEmpty(reply.Messages);
        Assert.IsNull(reply.Trailers);
        Assert.AreEqual("9", reply.Headers["grpc-status"]);
        Assert.AreEqual("zu groß, 100 %", Uri.UnescapeDataString(reply.Headers["grpc-message"]));
        Assert.AreEqual("asked for", reply.Headers["reason"]);
        Assert.AreEqual("AID/", reply.Headers["reason-bin"]);
    }

    [TestMethod]
    public async Task Error_AfterThreeMessages_IsInTheTrailerFrame()
    {
        var reply = await _web.CallAsync("FailLate", [new EchoMessage { Number = 3, Text = "late" }]);
        Assert.HasCount(3, reply.Messages);
        Assert.IsFalse(reply.Headers.ContainsKey("grpc-status"));
        Assert.AreEqual("10", reply.Trailers!["grpc-status"]);
        Assert.AreEqual("late", reply.Trailers["grpc-message"]);
        Assert.AreEqual("AID/", reply.Trailers["reason-bin"]);
    }

    [TestMethod]
    public async Task Deadline_BeforeTheFirstMessage_IsAStatusAndTheConnectionLives()
    {
        var reply = await _web.CallAsync("Wait", [new EchoMessage()], timeout: "200m");
        Assert.AreEqual("4", reply.Headers["grpc-status"]);
        Assert.AreEqual("0", (await _web.CallAsync("Say", [new EchoMessage()])).Trailers!["grpc-status"]);
    }

    [TestMethod]
    public async Task Deadline_WhileTheServerWaitsForTheRequest_IsInTheTrailerFrame()
    {
        using var call = await OpenWebCall.StartAsync(_host.Address, "Chat", Three[0], timeout: "300m");
        Assert.AreEqual(0, (await call.ReadFrameAsync())!.Value.Flag);
        var (flag, payload) = (await call.ReadFrameAsync())!.Value;
        Assert.AreEqual(0x80, flag);
        StringAssert.Contains(System.Text.Encoding.ASCII.GetString(payload), "grpc-status: 4\r\n");
        Assert.IsNull(await call.ReadFrameAsync());
    }

    [TestMethod]
    public async Task Call_OfAnUnknownMethod_IsUnimplemented()
    {
        var reply = await _web.CallAsync("Nothing", [new EchoMessage()]);
        Assert.AreEqual("12", reply.Headers["grpc-status"]);
    }

    [TestMethod]
    public async Task Call_WithABrokenMessage_EndsWithAStatusAndTheServerLives()
    {
        using var response = await _web.SendAsync("Say", new ByteArrayContent([0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF]));
        Assert.AreEqual("2", (await GrpcWebReply.ReadAsync(response)).Headers["grpc-status"]);
        Assert.AreEqual("0", (await _web.CallAsync("Say", [new EchoMessage()])).Trailers!["grpc-status"]);
    }

    [TestMethod]
    public async Task Call_InTheTextForm_IsRefusedWithAHint()
    {
        using var response = await _web.SendAsync("Say", new ByteArrayContent("AAAAAAA="u8.ToArray()), contentType: "application/grpc-web-text+proto");
        Assert.AreEqual(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        StringAssert.Contains(await response.Content.ReadAsStringAsync(), "use application/grpc-web+proto");
    }

    [TestMethod]
    public async Task Call_OverHttp2_WorksBesideOrdinaryGrpc()
    {
        await using var host = await EchoHost.StartAsync(configure: app => app.UseGrpcWeb());
        using var web = new GrpcWebClient(host.Address, version: HttpVersion.Version20);
        Assert.AreEqual("0", (await web.CallAsync("Say", [new EchoMessage()])).Trailers!["grpc-status"]);
        Assert.AreEqual("x", (await host.Client.SayAsync(Three[0])).Text);
    }
}
