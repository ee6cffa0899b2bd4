using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using FijiBridge.Bridge.Tests.Wire;
using FijiBridge.Protos.V1;
using Google.Protobuf;

namespace FijiBridge.Bridge.Tests.Server;

/// <summary>Restore called as Fiji calls it: gRPC-Web over HTTP/1.1, everything sent before anything is read.</summary>
internal static class GrpcWebTransfer
{
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
        var reply = await GrpcWebReply.ReadAsync(response);
        var received = new Received();
        foreach (var message in reply.Messages) received.Take(RestoreReply.Parser.ParseFrom(message));
        return (received, reply.Trailers?["grpc-status"] ?? "");
    }

    private static Span<byte> Frame(RestoreRequest message) => GrpcWebClient.Frame(message).ToArray();
}
