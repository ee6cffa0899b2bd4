using System.Buffers.Binary;
using System.Net;
using System.Text;
using Google.Protobuf;

namespace FijiBridge.Bridge.Tests.Wire;

/// <summary>gRPC-Web by hand: plain HTTP requests, frames counted out byte by byte, as a script without a gRPC library does it.</summary>
internal sealed class GrpcWebClient(Uri address, string service = "fijibridge.tests.Echo", Version? version = null) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address };

    public static ReadOnlyMemory<byte> Frame(IMessage message)
    {
        var frame = new byte[5 + message.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - 5);
        message.WriteTo(frame.AsSpan(5));
        return frame;
    }

    public async Task<GrpcWebReply> CallAsync(string method, IEnumerable<IMessage> messages, string? timeout = null)
    {
        var body = new MemoryStream();
        foreach (var message in messages)
        {
            body.Write(Frame(message).Span);
        }

        body.Position = 0;
        using var response = await SendAsync(method, new StreamContent(body), timeout);
        return await GrpcWebReply.ReadAsync(response);
    }

    /// <summary>Returns as soon as the headers are there.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        string method, HttpContent content, string? timeout = null, string contentType = "application/grpc-web+proto")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{service}/{method}")
        {
            Content = content,
            Version = version ?? HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TransferEncodingChunked = request.Version == HttpVersion.Version11 ? true : null;
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.Add("X-Grpc-Web", "1");
        if (timeout is not null)
        {
            request.Headers.Add("grpc-timeout", timeout);
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>The answer to a gRPC-Web call.</summary>
internal sealed record GrpcWebReply(
    IReadOnlyDictionary<string, string> Headers, IReadOnlyList<byte[]> Messages, IReadOnlyDictionary<string, string>? Trailers)
{
    /// <summary>Reads to the end; fails when anything follows the trailers.</summary>
    public static async Task<GrpcWebReply> ReadAsync(HttpResponseMessage response)
    {
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.AreEqual("application/grpc-web+proto", response.Content.Headers.ContentType!.MediaType);
        var headers = response.Headers.ToDictionary(pair => pair.Key, pair => string.Join(',', pair.Value), StringComparer.OrdinalIgnoreCase);
        var messages = new List<byte[]>();
        await using var body = await response.Content.ReadAsStreamAsync();
        while (await ReadFrameAsync(body) is var (flag, payload))
        {
            if (flag == 0x80)
            {
                Assert.IsNull(await ReadFrameAsync(body), "something follows the trailers");
                return new GrpcWebReply(headers, messages, Parse(payload));
            }

            Assert.AreEqual(0, flag);
            messages.Add(payload);
        }

        return new GrpcWebReply(headers, messages, null);
    }

    public static async Task<(byte Flag, byte[] Payload)?> ReadFrameAsync(Stream body)
    {
        var header = new byte[5];
        var read = await body.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false);
        if (read == 0)
        {
            return null;
        }

        Assert.HasCount(read, header, "the body ends inside a frame's header");
        var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1))];
        await body.ReadExactlyAsync(payload);
        return (header[0], payload);
    }

    private static Dictionary<string, string> Parse(byte[] payload) => Encoding.ASCII.GetString(payload)
        .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(": ", 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);
}
