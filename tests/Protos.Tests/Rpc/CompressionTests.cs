using System.IO.Compression;
using FijiBridge.Tests.Peers;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Compression;

namespace FijiBridge.Protos.Tests.Rpc;

[TestClass]
public sealed class CompressionTests
{
    [TestMethod]
    [DataRow("gzip")]
    [DataRow("deflate")]
    public async Task Message_CompressedBothWays_IsTheSameAndSmallOnTheWire(string encoding)
    {
        await using var host = await EchoHost.StartAsync(options =>
        {
            options.ResponseCompressionAlgorithm = encoding;
            options.CompressionProviders.Add(new GzipCompressionProvider(CompressionLevel.Fastest));
            options.CompressionProviders.Add(new DeflateCompressionProvider(CompressionLevel.Fastest));
        });
        using var wire = new WireProbe();
        using var channel = host.OpenChannel(options =>
        {
            options.HttpHandler = wire;
            options.CompressionProviders = [Provider("gzip"), Provider("deflate")];
        });
        var sent = new EchoMessage { Data = ByteString.CopyFrom(new byte[100_000]) };
        Assert.AreEqual(sent, await new Echo.EchoClient(channel).SayAsync(sent, new Metadata { { "grpc-internal-encoding-request", encoding } }));
        Assert.AreEqual(encoding, wire.RequestEncoding);
        Assert.AreEqual(encoding, wire.ResponseEncoding);
        Assert.IsLessThan(5_000, wire.RequestBytes);
    }

    [TestMethod]
    [DataRow("gzip")]
    [DataRow("deflate")]
    public void Provider_Stream_IsWhatHttpUnderstandsByTheName(string encoding)
    {
        var provider = Provider(encoding);
        var output = new MemoryStream();
        using (var compressor = provider.CreateCompressionStream(output, null))
        {
            compressor.Write("tile tile tile"u8);
        }

        // RFC 1952 and RFC 1950 give the first byte of each.
        Assert.AreEqual(encoding == "gzip" ? 0x1F : 0x78, output.ToArray()[0]);
        output.Position = 0;
        using var reader = new StreamReader(provider.CreateDecompressionStream(output));
        Assert.AreEqual("tile tile tile", reader.ReadToEnd());
    }

    private static ICompressionProvider Provider(string encoding) => encoding == "gzip"
        ? new GzipCompressionProvider(CompressionLevel.Optimal)
        : new DeflateCompressionProvider(CompressionLevel.Optimal);

    /// <summary>Looks at what passes below the gRPC client.</summary>
    private sealed class WireProbe() : DelegatingHandler(new SocketsHttpHandler())
    {
        public string? RequestEncoding { get; private set; }

        public string? ResponseEncoding { get; private set; }

        public int RequestBytes { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            RequestEncoding = request.Headers.GetValues("grpc-encoding").Single();
            var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            RequestBytes = body.Length;
            var content = new ByteArrayContent(body);
            content.Headers.ContentType = request.Content.Headers.ContentType;
            request.Content = content;
            var response = await base.SendAsync(request, cancellationToken);
            ResponseEncoding = response.Headers.GetValues("grpc-encoding").Single();
            return response;
        }
    }
}
