using System.Text.Json.Nodes;
using FijiBridge.Tests.Peers;
using Grpc.Core;
using Microsoft.AspNetCore.Hosting;

namespace FijiBridge.Protos.Tests.Rpc;

/// <summary>The official server on our contract assemblies, called by gRPC of other makes: python grpcio (C core) and @grpc/grpc-js.</summary>
[TestClass]
public sealed class PeerTests
{
    private const string Expected = """
        {
          "say": "µm", "join": ["x,y,z", 6], "count": [0, 1, 2, 3, 4], "chat": ["x", "y", "z"], "gzip": true, "megabytes": 16,
          "fail": { "code": 9, "detail": "zu groß, 100 %", "trailers": { "reason": "asked for", "reason-bin": [0, 128, 255] } },
          "fail_late": { "code": 10, "detail": "late", "trailers": { "reason": "asked for", "reason-bin": [0, 128, 255] } },
          "deadline": 4, "unknown": 12
        }
        """;

    [TestMethod]
    [DataRow("echo_client.py", false)]
    [DataRow("echo_client.py", true)]
    [DataRow("echo_client.js", false)]
    [DataRow("echo_client.js", true)]
    public async Task Server_CalledByAPeer_AnswersEveryKindOfCall(string script, bool tls)
    {
        using var certificate = SelfSigned.ForLocalhost();
        await using var host = await EchoHost.StartAsync(
            grpc: options => options.ResponseCompressionAlgorithm = "gzip",
            listen: options => _ = tls ? options.UseHttps(certificate) : options);
        using var descriptors = new DescriptorFile(EchoReflection.Descriptor);
        var pem = Path.GetTempFileName();
        await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem());

        List<string> arguments = [$"localhost:{host.Address.Port}"];
        arguments.AddRange(script.EndsWith(".py", StringComparison.Ordinal) ? [descriptors.Path] : []);
        arguments.AddRange(tls ? [pem] : []);
        var answers = await PeerProcess.RunAsync(script, [.. arguments]);
        File.Delete(pem);
        foreach (var failure in new[] { answers["fail"]!, answers["fail_late"]! })
        {
            // What the HTTP layers add to the trailers is no business of ours.
            KeepOnly(failure["trailers"]!.AsObject(), "reason", "reason-bin");
        }

        Assert.IsTrue(JsonNode.DeepEquals(JsonNode.Parse(Expected), answers), answers.ToJsonString());
    }

    [TestMethod]
    public async Task Client_OfAPythonServer_UnderstandsEveryKindOfCall()
    {
        using var descriptors = new DescriptorFile(EchoReflection.Descriptor);
        await using var server = PeerProcess.Start("echo_server.py", "-", descriptors.Path);
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress($"http://127.0.0.1:{await server.ReadLineAsync()}");
        var client = new Echo.EchoClient(channel);

        using var say = client.SayAsync(new EchoMessage { Text = "µm" }, new Metadata { { "back-bytes-bin", [7, 0, 200] } });
        Assert.AreEqual("µm", (await say).Text);
        CollectionAssert.AreEqual(new byte[] { 7, 0, 200 }, say.GetTrailers().GetValueBytes("back-bytes-bin"));
        CollectionAssert.AreEqual(new byte[] { 1, 2, 255 }, (await say.ResponseHeadersAsync).GetValueBytes("heard-bin"));

        using var chat = client.Chat();
        await chat.RequestStream.WriteAsync(new EchoMessage { Text = "x" });
        Assert.IsTrue(await chat.ResponseStream.MoveNext());
        await chat.RequestStream.CompleteAsync();
        Assert.IsFalse(await chat.ResponseStream.MoveNext());

        using var join = client.Join();
        await join.RequestStream.WriteAsync(new EchoMessage { Text = "x", Number = 2 });
        await join.RequestStream.CompleteAsync();
        Assert.AreEqual(2, (await join).Number);

        using var late = client.FailLate(new EchoMessage { Number = 1, Text = "zu groß" });
        Assert.IsTrue(await late.ResponseStream.MoveNext());
        var error = await Assert.ThrowsExactlyAsync<RpcException>(() => late.ResponseStream.MoveNext());
        Assert.AreEqual((StatusCode.Aborted, "zu groß"), (error.StatusCode, error.Status.Detail));
        CollectionAssert.AreEqual(new byte[] { 0, 128, 255 }, error.Trailers.GetValueBytes("reason-bin"));
    }

    private static void KeepOnly(JsonObject trailers, params string[] names)
    {
        foreach (var name in trailers.Select(pair => pair.Key).Except(names).ToList())
        {
            trailers.Remove(name);
        }
    }
}
