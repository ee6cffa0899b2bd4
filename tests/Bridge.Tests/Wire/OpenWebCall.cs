using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Google.Protobuf;

namespace FijiBridge.Bridge.Tests.Wire;

/// <summary>
/// A gRPC-Web call whose request stays open: over a bare socket, because HttpClient reads no HTTP/1.1 response before the request
/// has ended.
/// </summary>
internal sealed class OpenWebCall : IDisposable
{
    private readonly TcpClient _tcp = new();
    private readonly MemoryStream _frames = new();
    private Stream _stream = Stream.Null;

    public static async Task<OpenWebCall> StartAsync(Uri address, string method, IMessage first, string? timeout = null)
    {
        var call = new OpenWebCall();
        await call._tcp.ConnectAsync(address.Host, address.Port);
        call._stream = call._tcp.GetStream();
        var head = $"POST /fijibridge.tests.Echo/{method} HTTP/1.1\r\nHost: {address.Authority}\r\n"
            + "Content-Type: application/grpc-web+proto\r\nTransfer-Encoding: chunked\r\n"
            + (timeout is null ? "\r\n" : $"grpc-timeout: {timeout}\r\n\r\n");
        await call._stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await call.WriteChunkAsync(GrpcWebClient.Frame(first));
        while (await call.ReadLineAsync() is not "")
        {
            // The response's headers end with an empty line.
        }

        return call;
    }

    public async Task WriteChunkAsync(ReadOnlyMemory<byte> bytes)
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"));
        await _stream.WriteAsync(bytes);
        await _stream.WriteAsync("\r\n"u8.ToArray());
    }

    /// <summary>The next frame; null at the end of the response.</summary>
    public async Task<(byte Flag, byte[] Payload)?> ReadFrameAsync()
    {
        while (true)
        {
            var start = _frames.Position;
            try
            {
                return await GrpcWebReply.ReadFrameAsync(_frames) ?? throw new EndOfStreamException();
            }
            catch (EndOfStreamException)
            {
                _frames.Position = start;
                if (!await ReadChunkAsync())
                {
                    return null;
                }
            }
        }
    }

    public void Dispose() => _tcp.Dispose();

    private async Task<bool> ReadChunkAsync()
    {
        var chunk = new byte[int.Parse(await ReadLineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture)];
        await _stream.ReadExactlyAsync(chunk);
        await ReadLineAsync();
        var position = _frames.Position;
        _frames.Position = _frames.Length;
        _frames.Write(chunk);
        _frames.Position = position;
        return chunk.Length > 0;
    }

    private async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (line.Length < 2 || line[^1] != '\n')
        {
            await _stream.ReadExactlyAsync(one);
            line.Append((char)one[0]);
        }

        return line.ToString()[..^2];
    }
}
