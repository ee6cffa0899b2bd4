using System.Text;
using FijiBridge.Bridge.Server;
using FijiBridge.Bridge.Tests.Server;

namespace FijiBridge.Bridge.Tests.Security;

/// <summary>Connections without end, and connections that say nothing.</summary>
[TestClass]
public sealed class ConnectionTests : SecurityTest
{
    private const int Many = 1000;
    private static readonly byte[] HalfARequest = Encoding.ASCII.GetBytes("POST /fijibridge.v1.Restoration/GetServer HTTP/1.1\r\nHost: loc");

    [TestMethod]
    public async Task Connections_AThousandHalfOpenFromOneAddress_LeaveRoomForOthers()
    {
        if (!OperatingSystem.IsLinux()) Assert.Inconclusive("only Linux answers on every 127.x.y.z");
        var limits = new ServerLimits { MaxConnections = 128, MaxConnectionsPerAddress = 32, HeaderTime = TimeSpan.FromSeconds(5) };
        await StartAsync(limits);
        var attackers = new List<RawSocket>();
        try
        {
            for (var i = 0; i < Many; i++)
            {
                attackers.Add(await RawSocket.OpenAsync(Server.WebAddress, "127.0.0.2"));
                await attackers[^1].TrySendAsync(HalfARequest);
            }
            await UntilAsync(() => attackers.Count(attacker => attacker.IsClosed) >= Many - limits.MaxConnectionsPerAddress, "those beyond the limit are closed");
            await AssertAliveAsync();
            await UntilAsync(() => attackers.TrueForAll(attacker => attacker.IsClosed), "those that never went on are closed too");
            using var again = await RawSocket.OpenAsync(Server.WebAddress, "127.0.0.2");
            await again.TrySendAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
            Assert.IsGreaterThan(0, await again.ReadToEndAsync(), "the address can come again");
        }
        finally
        {
            foreach (var attacker in attackers) attacker.Dispose();
        }
    }

    [TestMethod]
    public async Task Connections_FromManyAddressesBeyondAll_AreClosed()
    {
        if (!OperatingSystem.IsLinux()) Assert.Inconclusive("only Linux answers on every 127.x.y.z");
        await StartAsync(new ServerLimits { MaxConnections = 16, MaxConnectionsPerAddress = 4 });
        var attackers = new List<RawSocket>();
        for (var i = 0; i < 64; i++) attackers.Add(await RawSocket.OpenAsync(Server.WebAddress, $"127.0.1.{i / 4 + 1}"));
        await UntilAsync(() => attackers.Count(attacker => attacker.IsClosed) >= 48, "the server keeps no more than its limit");
        foreach (var attacker in attackers) attacker.Dispose();
        await UntilAsync(() => CanRestoreAsync(), "the places are free again");
    }

    [TestMethod]
    public async Task Connection_ThatSaysNothing_IsClosed()
    {
        await StartAsync(new ServerLimits { HeaderTime = TimeSpan.FromSeconds(1), IdleTime = TimeSpan.FromSeconds(1) });
        foreach (var address in new[] { Server.GrpcAddress, Server.WebAddress })
        {
            using var silent = await RawSocket.OpenAsync(address);
            await silent.ReadToEndAsync();
        }
        await AssertAliveAsync();
    }

    [TestMethod]
    public async Task Connection_ThatBeginsNoTls_IsClosed()
    {
        await StartAsync(FakeRestorations.Copy, Options with { TlsAuto = true, Limits = new ServerLimits { HeaderTime = TimeSpan.FromSeconds(1) } });
        using var silent = await RawSocket.OpenAsync(Server.GrpcAddress);
        await silent.TrySendAsync(new byte[] { 0x16, 3, 1 });
        Assert.AreEqual(0, await silent.ReadToEndAsync());
    }

    private async Task<bool> CanRestoreAsync()
    {
        try
        {
            await AssertAliveAsync();
            return true;
        }
        catch (Grpc.Core.RpcException)
        {
            return false;
        }
    }
}
