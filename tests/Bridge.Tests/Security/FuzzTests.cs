using System.Text;
using FijiBridge.Bridge.Tests.Server;
using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Security;

/// <summary>
/// Calls that were damaged at random, by numbered seeds: each is answered or its connection is cut, none brings the server to a fault, and none is a success that
/// it should not be.
/// </summary>
[TestClass]
public sealed class FuzzTests : SecurityTest
{
    private const int Seeds = 300;

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Frames_DamagedAtRandom_AreAnsweredOrCut(bool web)
    {
        await StartAsync();
        var door = Doors()[web ? 1 : 0];
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var method = RawCall.Methods[random.Next(RawCall.Methods.Count)];
            var reply = await door.SendAsync(RawCall.PathOf(method), Damage(Body(method.InputType.Parser, random), random));
            Assert.IsFalse(reply is { Http: not null, Status: null or StatusCode.Unknown }, $"seed {seed}, {method.FullName}: {reply}");
            // INTERNAL is also what the specification of gRPC says for a message that breaks off or has something behind it.
            Assert.DoesNotContain("Internal error", reply.Message, $"seed {seed}, {method.FullName}: {reply}");
        }
        await AssertAliveAsync();
        Assert.IsFalse(Log.Has(102), "a damaged call brought the server to a fault");
    }

    [TestMethod]
    public async Task Bytes_AtRandomInsteadOfAProtocol_AreCutOff()
    {
        await StartAsync();
        foreach (var address in new[] { Server.GrpcAddress, Server.WebAddress })
            for (var seed = 0; seed < 100; seed++)
            {
                using var socket = await RawSocket.OpenAsync(address);
                await socket.TrySendAsync(Protocol(new Random(seed)));
            }
        await AssertAliveAsync();
    }

    [TestMethod]
    public async Task ContentTypesAndHeaders_ThatFitNothing_AreRefused()
    {
        await StartAsync();
        var body = RawCall.Frame(new GetModelRequest { Name = "smooth" });
        string[] types = ["", "text/plain", "application/grpc-web-text", "application/grpc+json", "application/json", "application/grpc-webx"];
        (string Name, string Value)[] headers = [("grpc-timeout", "9999999999999S"), ("grpc-timeout", "-1S"), ("grpc-timeout", "x"), ("grpc-encoding", "evil"), ("grpc-accept-encoding", ",,,")];
        foreach (var door in Doors())
        {
            foreach (var type in types)
            {
                var reply = await door.SendAsync("/fijibridge.v1.Models/GetModel", body, request =>
                {
                    request.Content!.Headers.Remove("Content-Type");
                    request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
                });
                Assert.IsTrue(reply.Http is null || (int)reply.Http >= 400 || reply.Status is not null, $"{type}: {reply}");
            }
            foreach (var (name, value) in headers)
            {
                var reply = await door.SendAsync("/fijibridge.v1.Models/GetModel", body, request => request.Headers.TryAddWithoutValidation(name, value));
                Assert.IsNotNull(reply.Http, $"{name} {value}: {reply}");
            }
        }
        await AssertAliveAsync();
    }

    private static byte[] Body(MessageParser parser, Random random)
    {
        var text = Encoding.UTF8.GetBytes(new RestoreRequest { Header = Transfer.Header(TestStacks.Ramp(), new RestoreSettings { Model = "smooth", Parameters = { ["sigma"] = 2 } }) }.ToString());
        var message = parser.ParseFrom(ByteString.Empty);
        var good = random.Next(3) switch
        {
            0 => RawCall.Frame(message),
            1 => Header(),
            _ => RawCall.Frame(text),
        };
        return [.. good, .. RawCall.Frame(new RestoreRequest { Data = ByteString.CopyFrom(TestStacks.Ramp()) })];
    }

    // Turns bits, cuts, doubles, or lies about the length.
    private static byte[] Damage(byte[] body, Random random)
    {
        for (var i = random.Next(1, 8); i > 0; i--)
        {
            var at = random.Next(body.Length);
            body = random.Next(5) switch
            {
                0 => [.. body[..at], (byte)random.Next(256), .. body[at..]],
                1 when at > 0 => body[..at],
                2 => [.. body, .. body[at..]],
                3 => [.. body[..Math.Min(1, body.Length)], 0, 0, (byte)random.Next(4), (byte)random.Next(256), .. body[Math.Min(5, body.Length)..]],
                _ => [.. body[..at], (byte)(body[at] ^ (1 << random.Next(8))), .. body[(at + 1)..]],
            };
        }
        return body;
    }

    private static byte[] Protocol(Random random)
    {
        var noise = new byte[random.Next(1, 4000)];
        random.NextBytes(noise);
        return random.Next(4) switch
        {
            0 => noise,
            1 => [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. noise],
            2 => [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. new byte[] { 0, 0, 0, 4, 0, 0, 0, 0, 0 }, 0, 0, (byte)random.Next(64), (byte)random.Next(12), (byte)random.Next(256), 0, 0, 0, (byte)random.Next(4), .. noise],
            _ => [.. Encoding.ASCII.GetBytes($"POST /fijibridge.v1.Restoration/Restore HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/grpc-web+proto\r\nTransfer-Encoding: chunked\r\n\r\n{random.Next(5000):x}\r\n"), .. noise],
        };
    }
}
