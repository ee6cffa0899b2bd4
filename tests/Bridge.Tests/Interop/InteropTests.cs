using System.Text.Json.Nodes;
using FijiBridge.Bridge.Server;
using FijiBridge.Bridge.Tests.Wire;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;
using FijiBridge.Protos.V1;
using FijiBridge.Tests.Peers;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace FijiBridge.Bridge.Tests.Interop;

/// <summary>The whole server with its real engine: clients of other makes restore a stack and get what the C# client gets, byte for byte.</summary>
[TestClass]
public sealed class InteropTests
{
    private const string Expected = """
        {
          "first": "accepted", "last": "done", "verified": true, "model": "smooth", "device": "cpu", "version_given": true, "smooth_listed": true
        }
        """;

    // ImageJ's format: an OME-TIFF carries a new UUID each time.
    private static readonly RestoreHeader Header = new()
    {
        Settings = new RestoreSettings { Model = "smooth", Parameters = { ["sigma"] = 1.5 }, OutputFormat = OutputFormat.Imagej },
        FileName = "stack.tif",
    };

    private static TemporaryFolder _folder = null!;
    private static ServerHost _server = null!;
    private static string _stack = null!;
    private static byte[] _restored = null!;

    [ClassInitialize]
    public static async Task Start(TestContext _)
    {
        _folder = new TemporaryFolder();
        _stack = _folder.Write("stack.tif", NoisyStack());
        _server = await ServerHost.StartAsync(new ServerOptions
        {
            GrpcPort = 0, WebPort = 0, Device = "cpu", ModelsFolder = _folder["models"], SpoolFolder = _folder["spool"],
        });
        _restored = await RestoreWithTheOfficialClientAsync();
    }

    [ClassCleanup]
    public static async Task Stop()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [TestMethod]
    public void OfficialClient_Result_IsTheStackSmoothed()
    {
        using var before = TiffPlaneReader.Open(_stack);
        using var after = TiffPlaneReader.Open(new MemoryStream(_restored));
        Assert.AreEqual(before.Shape, after.Shape);
        Assert.AreEqual(PixelType.UInt16, after.PixelType);
        // A Gaussian of sigma 1.5 lowers the standard deviation of white noise by 2 sigma sqrt(pi), to 19 %.
        Assert.AreEqual(0.19, Deviation(after) / Deviation(before), 0.02);
    }

    [TestMethod]
    public async Task PythonClient_Restoring_GetsTheSameBytes()
    {
        using var descriptors = new DescriptorFile(FijibridgeReflection.Descriptor);
        var answers = await PeerProcess.RunAsync(
            "restore_client.py", _server.GrpcAddress.Authority, descriptors.Path, _stack, _folder["python.tif"]);
        Assert.IsTrue(JsonNode.DeepEquals(JsonNode.Parse(Expected), answers), answers.ToJsonString());
        CollectionAssert.AreEqual(_restored, await File.ReadAllBytesAsync(_folder["python.tif"]));
    }

    [TestMethod]
    public async Task NodeClient_Restoring_GetsTheSameBytes()
    {
        var answers = await PeerProcess.RunAsync(
            "restore_client.js", _server.GrpcAddress.Authority, PeerProcess.ContractFile, _stack, _folder["node.tif"]);
        Assert.IsTrue(JsonNode.DeepEquals(JsonNode.Parse(Expected), answers), answers.ToJsonString());
        CollectionAssert.AreEqual(_restored, await File.ReadAllBytesAsync(_folder["node.tif"]));
    }

    [TestMethod]
    public async Task PlainHttpClient_SpeakingGrpcWeb_GetsTheSameBytes()
    {
        using var web = new GrpcWebClient(_server.WebAddress, "fijibridge.v1.Restoration");
        var reply = await web.CallAsync("Restore", Requests());
        Assert.AreEqual("0", reply.Trailers!["grpc-status"]);
        var parts = reply.Messages.Select(bytes => RestoreReply.Parser.ParseFrom(bytes)).ToList();
        Assert.AreEqual(RestoreReply.PartOneofCase.Done, parts[^1].PartCase);
        CollectionAssert.AreEqual(_restored, parts.SelectMany(part => part.Data).ToArray());
    }

    private static async Task<byte[]> RestoreWithTheOfficialClientAsync()
    {
        using var channel = GrpcChannel.ForAddress(_server.GrpcAddress);
        using var call = new Restoration.RestorationClient(channel).Restore();
        foreach (var request in Requests())
        {
            await call.RequestStream.WriteAsync(request);
        }

        await call.RequestStream.CompleteAsync();
        var result = new MemoryStream();
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
        {
            result.Write(reply.Data.Span);
        }

        return result.ToArray();
    }

    private static IEnumerable<RestoreRequest> Requests() =>
    [
        new RestoreRequest { Header = Header },
        .. File.ReadAllBytes(_stack).Chunk(256 << 10).Select(bytes => new RestoreRequest { Data = ByteString.CopyFrom(bytes) }),
    ];

    /// <summary>Three frames of 400 x 300 with white noise of a standard deviation of 1000 around 20000: more than one chunk.</summary>
    private static byte[] NoisyStack()
    {
        var random = new Random(7);
        var shape = new StackShape(400, 300, frames: 3);
        using var file = new MemoryStream();
        var options = new TiffWriterOptions { Format = TiffFormat.ImageJ };
        using var writer = TiffPlaneWriter.Create(file, shape, PixelType.UInt16, StackMetadata.Empty, options);
        for (var frame = 0; frame < shape.Frames; frame++)
        {
            var plane = new Plane(PixelType.UInt16, shape.Width, shape.Height);
            foreach (ref var sample in plane.Samples<ushort>())
            {
                sample = (ushort)(20000 + random.Next(-1732, 1733));
            }

            writer.WritePlane(plane);
        }

        writer.Complete();
        return file.ToArray();
    }

    /// <summary>Of the first frame, without a border of 8 pixels.</summary>
    private static double Deviation(TiffPlaneReader stack)
    {
        var samples = stack.ReadPlane(default).Samples<ushort>().ToArray();
        var width = stack.Shape.Width;
        var height = stack.Shape.Height;
        var inner = samples
            .Where((_, i) => i % width >= 8 && i % width < width - 8 && i / width >= 8 && i / width < height - 8)
            .Select(sample => (double)sample)
            .ToList();
        var mean = inner.Average();
        return Math.Sqrt(inner.Average(sample => (sample - mean) * (sample - mean)));
    }
}
