using System.Buffers.Binary;
using System.Net;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Security;

/// <summary>gRPC and gRPC-Web without a library, so that everything about a call can be wrong.</summary>
/// <param name="address">Of the server; for gRPC-Web its port for that.</param>
/// <param name="web">gRPC-Web over HTTP/1.1 instead of gRPC over HTTP/2.</param>
internal sealed class RawCall(Uri address, bool web) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Every method that the server offers, but health.</summary>
    public static IReadOnlyList<MethodDescriptor> Methods { get; } =
        [.. Protos.V1.FijibridgeReflection.Descriptor.Services.SelectMany(service => service.Methods)];

    public static string PathOf(MethodDescriptor method) => $"/{method.Service.FullName}/{method.Name}";

    public static byte[] Frame(IMessage message) => Frame(message.ToByteArray());

    public static byte[] Frame(byte[] payload)
    {
        var frame = new byte[5 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    /// <summary>Sends the bytes as the body of a call.</summary>
    public Task<RawReply> SendAsync(string path, byte[] body, string? authorization = null) => SendAsync(path, body, request =>
    {
        if (authorization is not null) request.Headers.TryAddWithoutValidation("authorization", authorization);
    });

    public async Task<RawReply> SendAsync(string path, byte[] body, Action<HttpRequestMessage> change)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = web ? HttpVersion.Version11 : HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", web ? "application/grpc-web+proto" : "application/grpc");
        request.Headers.TryAddWithoutValidation("te", "trailers");
        change(request);
        try
        {
            using var response = await _http.SendAsync(request);
            return await RawReply.ReadAsync(response);
        }
        catch (HttpRequestException cut)
        {
            return new RawReply(null, null, cut.Message);
        }
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What came back.</summary>
/// <param name="Http">Null: the connection was cut.</param>
/// <param name="Status">Null: no gRPC status came.</param>
/// <param name="Message">The sentence that came with it.</param>
internal sealed record RawReply(HttpStatusCode? Http, StatusCode? Status, string Message)
{
    public static async Task<RawReply> ReadAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsByteArrayAsync();
        var fields = response.Headers.Concat(response.TrailingHeaders).Select(header => (header.Key, Value: string.Concat(header.Value))).Concat(TrailerFrame(body));
        var told = fields.GroupBy(field => field.Key, field => field.Value, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.Last());
        StatusCode? status = told.TryGetValue("grpc-status", out var code) ? (StatusCode)int.Parse(code, null) : null;
        return new RawReply(response.StatusCode, status, Uri.UnescapeDataString(told.GetValueOrDefault("grpc-message", "")));
    }

    private static IEnumerable<(string Key, string Value)> TrailerFrame(byte[] body)
    {
        for (var start = 0; start + 5 <= body.Length; start += 5 + BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(start + 1)))
        {
            if (body[start] != 0x80) continue;
            foreach (var line in Encoding.ASCII.GetString(body, start + 5, body.Length - start - 5).Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
                yield return (line.Split(':', 2)[0].Trim(), line.Split(':', 2)[1].Trim());
        }
    }
}
