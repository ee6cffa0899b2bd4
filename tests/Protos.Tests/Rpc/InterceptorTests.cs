using FijiBridge.Tests.Peers;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace FijiBridge.Protos.Tests.Rpc;

[TestClass]
public sealed class InterceptorTests
{
    [TestMethod]
    public async Task ServerInterceptor_EachKindOfCall_IsSeen()
    {
        var seen = new List<string>();
        await using var host = await EchoHost.StartAsync(options => options.Interceptors.Add<ServerWitness>(seen));
        await CallEachKindAsync(host.Client);
        CollectionAssert.AreEqual(new[] { "Say", "Join", "Count", "Chat" }, seen);
    }

    [TestMethod]
    public async Task ClientInterceptor_EachKindOfCall_IsSeenAndCanAddHeaders()
    {
        await using var host = await EchoHost.StartAsync();
        using var channel = host.OpenChannel();
        var seen = new List<string>();
        var client = new Echo.EchoClient(channel.Intercept(new ClientWitness(seen)));
        Assert.AreEqual("Say", (await CallEachKindAsync(client)).GetValue("back-method"));
        client.Say(new EchoMessage());
        CollectionAssert.AreEqual(new[] { "Say", "Join", "Count", "Chat", "Say" }, seen);
    }

    [TestMethod]
    public async Task ClientInterceptors_Several_FirstSeesTheCallFirst()
    {
        await using var host = await EchoHost.StartAsync();
        using var channel = host.OpenChannel();
        var seen = new List<string>();
        var invoker = channel.Intercept(new ClientWitness(seen, "first "), new ClientWitness(seen, "second "));
        await new Echo.EchoClient(invoker).SayAsync(new EchoMessage());
        CollectionAssert.AreEqual(new[] { "first Say", "second Say" }, seen);
    }

    [TestMethod]
    public async Task Client_WithHost_AsksForThatHostInEveryCall()
    {
        await using var host = await EchoHost.StartAsync();
        using var channel = host.OpenChannel();
        var hosts = new List<string?>();
        var client = new Echo.EchoClient(channel.Intercept(new ClientWitness([], hosts: hosts)));
        await CallEachKindAsync(client.WithHost("lab.example"));
        CollectionAssert.AreEqual(Enumerable.Repeat("lab.example", 4).ToList(), hosts);
    }

    private static async Task<Metadata> CallEachKindAsync(Echo.EchoClient client)
    {
        using var say = client.SayAsync(new EchoMessage());
        await say;
        using var join = client.Join();
        await join.RequestStream.CompleteAsync();
        await join;
        using var count = client.Count(new EchoMessage { Number = 1 });
        Assert.IsTrue(await count.ResponseStream.MoveNext());
        Assert.IsFalse(await count.ResponseStream.MoveNext());
        using var chat = client.Chat();
        await chat.RequestStream.CompleteAsync();
        Assert.IsFalse(await chat.ResponseStream.MoveNext());
        return say.GetTrailers();
    }

    private sealed class ServerWitness(List<string> seen) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            See(context);
            return continuation(request, context);
        }

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
        {
            See(context);
            return continuation(requestStream, context);
        }

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            ServerStreamingServerMethod<TRequest, TResponse> continuation)
        {
            See(context);
            return continuation(request, responseStream, context);
        }

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        {
            See(context);
            return continuation(requestStream, responseStream, context);
        }

        private void See(ServerCallContext context) => seen.Add(context.Method.Split('/')[^1]);
    }

    private sealed class ClientWitness(List<string> seen, string name = "", List<string?>? hosts = null) : Interceptor
    {
        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            BlockingUnaryCallContinuation<TRequest, TResponse> continuation) => continuation(request, See(context));

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var inner = continuation(request, See(context));
            // As applications wrap a call whose response they want to see.
            return new AsyncUnaryCall<TResponse>(
                inner.ResponseAsync, inner.ResponseHeadersAsync, inner.GetStatus, inner.GetTrailers, inner.Dispose);
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) => continuation(request, See(context));

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation) =>
            continuation(See(context));

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation) =>
            continuation(See(context));

        private ClientInterceptorContext<TRequest, TResponse> See<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
            where TRequest : class
            where TResponse : class
        {
            seen.Add(name + context.Method.Name);
            hosts?.Add(context.Host);
            var headers = new Metadata { { "back-method", context.Method.Name } };
            return new(context.Method, context.Host, context.Options.WithHeaders(headers));
        }
    }
}
