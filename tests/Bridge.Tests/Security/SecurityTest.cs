using FijiBridge.Bridge.Server;
using FijiBridge.Bridge.Tests.Server;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Tests.Security;

/// <summary>A server that somebody attacks. In the end it must still restore a stack for somebody else, with an empty spool, no fault in its log and the memory back.</summary>
public abstract class SecurityTest : ServerTest
{
    // What an attack may leave behind, with all that the tests themselves still hold. Unit: bytes.
    private const long Remains = 128 << 20;

    private readonly List<RawCall> _raw = [];
    private readonly long _memory = GC.GetTotalMemory(forceFullCollection: true);

    /// <summary>The two ways in: gRPC over HTTP/2 and gRPC-Web over HTTP/1.1.</summary>
    private protected RawCall[] Doors()
    {
        RawCall[] doors = [new(Server.GrpcAddress, web: false), new(Server.WebAddress, web: true)];
        _raw.AddRange(doors);
        return doors;
    }

    private protected async Task AssertAliveAsync(string? token = null)
    {
        var client = token is null ? NewClient() : NewClient(token);
        CollectionAssert.AreEqual(TestStacks.Ramp(), (await client.RestoreAsync(TestStacks.Ramp())).Bytes);
    }

    private protected Task StartAsync(ServerLimits? limits = null) => StartAsync(FakeRestorations.Copy, limits);

    [TestCleanup]
    public void CloseDoors()
    {
        foreach (var raw in _raw) raw.Dispose();
        Assert.IsLessThan(Remains, GC.GetTotalMemory(forceFullCollection: true) - _memory, "the attack left its memory behind");
    }

    private protected static byte[] Header() => RawCall.Frame(new RestoreRequest { Header = new RestoreHeader() });
}
