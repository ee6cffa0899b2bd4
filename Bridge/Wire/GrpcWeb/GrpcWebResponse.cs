using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FijiBridge.Bridge.Wire.GrpcWeb;

/// <summary>
/// The response of a gRPC-Web call: collects the trailers and sends them as the last frame. The gRPC server ends a call in two ways: by
/// returning, and, when the deadline passes while the handler still runs, by completing the body and resetting the HTTP/2 stream.
/// Both must end in the trailer frame, exactly once.
/// </summary>
internal sealed class GrpcWebResponse : IHttpResponseTrailersFeature, IHttpResponseBodyFeature, IHttpResetFeature
{
    private readonly HttpContext _context;
    private readonly IHttpResponseBodyFeature _body;
    private int _ended;

    /// <summary>Takes the place of the features that HTTP/1.1 does not have.</summary>
    public GrpcWebResponse(HttpContext context)
    {
        _context = context;
        _body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseTrailersFeature>(this);
        context.Features.Set<IHttpResponseBodyFeature>(this);
        context.Features.Set<IHttpResetFeature>(this);
    }

    public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();

    public Stream Stream => _body.Stream;

    public PipeWriter Writer => _body.Writer;

    /// <summary>Nothing is written when there are no trailers: the call failed before its first message, and its status is in the headers.</summary>
    public async Task WriteTrailersAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0 && Trailers.Count > 0)
        {
            TrailerFrame.Write(_body.Writer, Trailers);
            await _body.Writer.FlushAsync();
        }
    }

    public async Task CompleteAsync()
    {
        await WriteTrailersAsync();
        await _body.CompleteAsync();
    }

    /// <summary>
    /// HTTP/1.1 can only break the connection, and the client would lose the status just sent. Waking the reader of the request is
    /// what is left to do, so that the handler ends.
    /// </summary>
    public void Reset(int errorCode)
    {
        // A request that was aborted has no reader left to wake.
        if (!_context.RequestAborted.IsCancellationRequested) _context.Request.BodyReader.CancelPendingRead();
    }

    public void DisableBuffering() => _body.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => _body.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        _body.SendFileAsync(path, offset, count, cancellationToken);
}
