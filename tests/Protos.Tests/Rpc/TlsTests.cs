using System.Security.Cryptography.X509Certificates;
using FijiBridge.Tests.Peers;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FijiBridge.Protos.Tests.Rpc;

[TestClass]
public sealed class TlsTests
{
    private static readonly List<string> Protocols = [];
    private static X509Certificate2 _certificate = null!;
    private static EchoHost _host = null!;

    [ClassInitialize]
    public static async Task Start(TestContext _)
    {
        _certificate = SelfSigned.ForLocalhost();
        _host = await EchoHost.StartAsync(
            listen: options => options.UseHttps(_certificate),
            configure: app => app.Use((context, next) =>
            {
                Protocols.Add(context.Request.Protocol);
                return next(context);
            }));
    }

    [ClassCleanup]
    public static async Task Stop()
    {
        await _host.DisposeAsync();
        _certificate.Dispose();
    }

    [TestMethod]
    public async Task Tls_CertificateTheCallerTrusts_CarriesHttp2()
    {
        using var channel = _host.OpenChannel(Trusting);
        Assert.AreEqual("safe", (await new Echo.EchoClient(channel).SayAsync(new EchoMessage { Text = "safe" })).Text);
        Assert.AreEqual(HttpProtocol.Http2, Protocols[^1]);
    }

    [TestMethod]
    public async Task Tls_CertificateNobodyTrusts_IsRefusedAndNothingIsSent()
    {
        var before = Protocols.Count;
        using var channel = _host.OpenChannel();
        var error = await Assert.ThrowsExactlyAsync<RpcException>(() => new Echo.EchoClient(channel).SayAsync(new EchoMessage()).ResponseAsync);
        StringAssert.Contains(error.Status.Detail, "SSL");
        Assert.HasCount(before, Protocols);
    }

    [TestMethod]
    public async Task CallCredentials_OverTls_AddTheirHeaders()
    {
        var token = CallCredentials.FromInterceptor((context, headers) =>
        {
            headers.Add("back-token", context.MethodName);
            return Task.CompletedTask;
        });
        var tenant = CallCredentials.FromInterceptor((_, headers) =>
        {
            headers.Add("back-tenant", "lab");
            return Task.CompletedTask;
        });
        using var channel = _host.OpenChannel(options =>
        {
            Trusting(options);
            options.Credentials = ChannelCredentials.Create(ChannelCredentials.SecureSsl, CallCredentials.Compose(token, tenant));
        });
        using var call = new Echo.EchoClient(channel).SayAsync(new EchoMessage());
        await call;
        Assert.AreEqual("Say", call.GetTrailers().GetValue("back-token"));
        Assert.AreEqual("lab", call.GetTrailers().GetValue("back-tenant"));
    }

    [TestMethod]
    public void CallCredentials_OverCleartext_AreRefused()
    {
        var token = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
        Assert.ThrowsExactly<ArgumentException>(() => ChannelCredentials.Create(ChannelCredentials.Insecure, token));
    }

    private static void Trusting(GrpcChannelOptions options)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _certificate.GetCertHashString();
        options.HttpHandler = handler;
        options.DisposeHttpClient = true;
    }
}
