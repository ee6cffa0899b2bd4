using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FijiBridge.Protos.V1;
using Google.Protobuf;

namespace FijiBridge.Bridge.Tests.Server;

/// <summary>A gRPC-Web client of nothing but HTTP/1.1: frames of one flag byte, a big-endian length, and the message.</summary>
internal static class GrpcWebTransfer
{
    private const byte TrailerFlag = 0x80;

    /// <summary>A handler that trusts this certificate and no other.</summary>
    public static SocketsHttpHandler Trusting(string certificateFile)
    {
        using var expected = X509CertificateLoader.LoadCertificateFromFile(certificateFile);
        var thumbprint = expected.Thumbprint;
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => (shown as X509Certificate2)?.Thumbprint == thumbprint;
        return handler;
    }

    /// <returns>What came, and the value of <c>grpc-status</c>.</returns>
    public static async Task<(Received Received, string Status)> RestoreAsync(Uri server, byte[] file, HttpMessageHandler? handler = null)
    {
        using var http = new HttpClient(handler ?? new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, "/fijibridge.v1.Restoration/Restore"))
        {
            Version = HttpVersion.Version11,
            Content = new ByteArrayContent([.. Frame(new RestoreRequest { Header = Transfer.Header(file) }), .. Frame(new RestoreRequest { Data = ByteString.CopyFrom(file) })]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc-web+proto");
        using var response = await http.SendAsync(request);
        return Read(await response.Content.ReadAsByteArrayAsync());
    }

    private static byte[] Frame(RestoreRequest message)
    {
        var frame = new byte[5 + message.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - 5);
        message.WriteTo(frame.AsSpan(5));
        return frame;
    }

    private static (Received, string) Read(ReadOnlySpan<byte> body)
    {
        var (received, status) = (new Received(), "");
        while (body.Length > 0)
        {
            var message = body.Slice(5, BinaryPrimitives.ReadInt32BigEndian(body[1..]));
            if (body[0] == TrailerFlag) status = Encoding.ASCII.GetString(message).Split("grpc-status:")[1].Split("\r\n")[0].Trim();
            else received.Take(RestoreReply.Parser.ParseFrom(message));
            body = body[(5 + message.Length)..];
        }
        return (received, status);
    }
}
