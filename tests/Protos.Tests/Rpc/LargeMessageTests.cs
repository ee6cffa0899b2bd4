using FijiBridge.Tests.Peers;
using Google.Protobuf;
using Grpc.Core;

namespace FijiBridge.Protos.Tests.Rpc;

[TestClass]
public sealed class LargeMessageTests
{
    private static readonly byte[] Bytes = RandomBytes(16 << 20);

    [TestMethod]
    public async Task Message_Of16Megabytes_ComesBackBitForBit()
    {
        await using var host = await EchoHost.StartAsync();
        var sent = new EchoMessage { Data = UnsafeByteOperations.UnsafeWrap(Bytes) };
        var reply = await host.Client.SayAsync(sent);
        Assert.IsTrue(Bytes.AsSpan().SequenceEqual(reply.Data.Span));
    }

    [TestMethod]
    public async Task Message_AboveTheServersLimit_IsResourceExhausted()
    {
        await using var host = await EchoHost.StartAsync(options => options.MaxReceiveMessageSize = 1 << 20);
        var sent = new EchoMessage { Data = UnsafeByteOperations.UnsafeWrap(Bytes) };
        var error = await Assert.ThrowsExactlyAsync<RpcException>(() => host.Client.SayAsync(sent).ResponseAsync);
        Assert.AreEqual(StatusCode.ResourceExhausted, error.StatusCode);
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
