using Grpc.Core;

namespace FijiBridge.Tests.Peers;

/// <summary>The other side of the tests: says what it was told, or fails as it was told.</summary>
public sealed class EchoService(WaitEnd waitEnd) : Echo.EchoBase
{
    public override async Task<EchoMessage> Say(EchoMessage request, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync(new Metadata { { "peer", context.Peer }, { "heard-bin", [1, 2, 255] } });
        foreach (var entry in context.RequestHeaders.Where(entry => entry.Key.StartsWith("back-", StringComparison.Ordinal)))
        {
            context.ResponseTrailers.Add(entry);
        }

        return request;
    }

    public override async Task<EchoMessage> Join(IAsyncStreamReader<EchoMessage> requestStream, ServerCallContext context)
    {
        var texts = new List<string>();
        var sum = 0;
        await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
        {
            texts.Add(message.Text);
            sum += message.Number;
        }

        return new EchoMessage { Text = string.Join(',', texts), Number = sum };
    }

    public override async Task Count(EchoMessage request, IServerStreamWriter<EchoMessage> responseStream, ServerCallContext context)
    {
        for (var i = 0; i < request.Number; i++)
        {
            await responseStream.WriteAsync(new EchoMessage { Text = request.Text, Number = i }, context.CancellationToken);
        }
    }

    public override async Task Chat(
        IAsyncStreamReader<EchoMessage> requestStream, IServerStreamWriter<EchoMessage> responseStream, ServerCallContext context)
    {
        await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(message, context.CancellationToken);
        }
    }

    public override Task<EchoMessage> Fail(EchoMessage request, ServerCallContext context) =>
        throw (request.Number < 0 ? new InvalidOperationException(request.Text) : Failure((StatusCode)request.Number, request.Text));

    public override async Task FailLate(EchoMessage request, IServerStreamWriter<EchoMessage> responseStream, ServerCallContext context)
    {
        await Count(request, responseStream, context);
        throw Failure(StatusCode.Aborted, request.Text);
    }

    public override async Task<EchoMessage> Wait(EchoMessage request, ServerCallContext context)
    {
        if (request.Number != 0)
        {
            await context.WriteResponseHeadersAsync([]);
        }

        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return request;
        }
        finally
        {
            waitEnd.Set();
        }
    }

    private static RpcException Failure(StatusCode code, string detail) =>
        new(new Status(code, detail), new Metadata { { "reason", "asked for" }, { "reason-bin", [0, 128, 255] } });
}
