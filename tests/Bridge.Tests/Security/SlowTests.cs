using System.Security.Cryptography;
using System.Text;
using FijiBridge.Bridge.Server;
using FijiBridge.Bridge.Tests.Server;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Security;

/// <summary>Clients that take their time on purpose: they lose their connection, and hold nothing.</summary>
[TestClass]
public sealed class SlowTests : SecurityTest
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [TestMethod]
    public async Task Headers_ByteByByte_AreCutOff()
    {
        await StartAsync(new ServerLimits { HeaderTime = Short });
        using var slow = await RawSocket.OpenAsync(Server.WebAddress);
        await slow.TrySendAsync("GET / HTTP/1.1\r\nHost: localhost\r\nX: "u8.ToArray());
        await UntilAsync(async () => !await slow.TrySendAsync(new byte[] { (byte)'x' }) || slow.IsClosed, "the server closes the connection");
        await AssertAliveAsync();
    }

    [TestMethod]
    public async Task Headers_OfHttp2ThatNeverEnd_AreCutOff()
    {
        await StartAsync(new ServerLimits { HeaderTime = Short, IdleTime = Short });
        using var slow = await RawSocket.OpenAsync(Server.GrpcAddress);
        byte[] settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
        byte[] headersThatGoOn = [0, 0, 1, 1, 0, 0, 0, 0, 1, 0x83];
        await slow.TrySendAsync((byte[])[.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. settings, .. headersThatGoOn]);
        await slow.ReadToEndAsync();
        await AssertAliveAsync();
    }

    [TestMethod]
    public async Task Body_ThatNeverComes_IsCutOff()
    {
        await StartAsync();
        using var slow = await RawSocket.OpenAsync(Server.WebAddress);
        await slow.TrySendAsync(Post("/fijibridge.v1.Models/GetModel", "Content-Length: 1000"));
        await slow.ReadToEndAsync();
        await AssertAliveAsync();
    }

    [TestMethod]
    public async Task Upload_ThatStandsStill_IsGivenUpAndHoldsNoConnection()
    {
        await StartAsync(new ServerLimits { UploadStallTime = Short, LostUploadTime = TimeSpan.FromSeconds(5) });
        using var slow = await RawSocket.OpenAsync(Server.WebAddress);
        var header = Header();
        await slow.TrySendAsync(Post("/fijibridge.v1.Restoration/Restore", "Transfer-Encoding: chunked"));
        await slow.TrySendAsync(Encoding.ASCII.GetBytes($"{header.Length:x}\r\n"));
        await slow.TrySendAsync(header);
        await slow.ReadToEndAsync();
        Clock.Advance(TimeSpan.FromSeconds(6));
        await UntilEmptyAsync();
        await AssertAliveAsync();
    }

    [TestMethod]
    public async Task Export_ThatNobodyReads_IsCutOffAndFreesTheSpool()
    {
        await StartAsync(new ServerLimits { ReplyStallTime = Short });
        var noise = RandomNumberGenerator.GetBytes(16 << 20);
        var models = new Models.ModelsClient(NewChannel());
        await ModelZip.ImportAsync(models, ModelZip.Smooth("large", more: ("noise.bin", noise)));
        using var slow = await RawSocket.OpenAsync(Server.WebAddress, receiveBytes: 4096);
        var body = RawCall.Frame(new ExportModelRequest { Name = "large" });
        await slow.TrySendAsync((byte[])[.. Post("/fijibridge.v1.Models/ExportModel", $"Content-Length: {body.Length}"), .. body]);
        await UntilAsync(() => Server.Spool.UsedBytes > 0, "the export has begun");
        await UntilAsync(() => Server.Spool.UsedBytes == 0, "the export is given up");
        Assert.IsLessThan(noise.Length, await slow.ReadToEndAsync());
    }

    [TestMethod]
    public async Task Deadline_OfACall_EndsItAndNotTheJob()
    {
        using var gate = new SemaphoreSlim(0);
        await StartAsync(FakeRestorations.Gated(gate, [1], [2]));
        using var call = Client.Restore(deadline: DateTime.UtcNow.AddSeconds(3));
        await call.SendAsync(TestStacks.Ramp());
        var received = new Received();
        Assert.AreEqual(StatusCode.DeadlineExceeded, (await Transfer.StatusOfAsync(received.ReadAsync(call.ResponseStream))).StatusCode);
        gate.Release(2);
        using var watch = Client.Watch(new WatchRequest { JobId = received.JobId });
        Assert.IsNotNull((await new Received().ReadAsync(watch.ResponseStream)).Done);
    }

    private static byte[] Post(string path, string length) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/grpc-web+proto\r\n{length}\r\n\r\n");
}
