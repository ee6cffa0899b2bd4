using FijiBridge.Bridge.Client;
using FijiBridge.Bridge.Server;
using FijiBridge.Bridge.Tests.Client;
using FijiBridge.Bridge.Tests.Server;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Tests.Faults;

/// <summary>A network that cuts connections at any byte, in either direction: every stack comes back whole, and nothing is left.</summary>
[TestClass]
public sealed class CutConnectionTests : ServerTest
{
    private const int CutsEach = 6;

    // The question whether the server would take the job is asked once; its connection stands that long.
    private const int FirstQuestion = 4096;

    private static readonly byte[] Stack = TestStacks.Ramp(width: 700, height: 500);

    // The patience of a user, without the waiting.
    private static readonly ReconnectPlan Plan = new([.. Enumerable.Repeat(TimeSpan.FromMilliseconds(5), 3 * CutsEach)]);

    [TestMethod]
    public async Task Restore_ConnectionsCutAtRandomBytes_EveryResultIsTheUndisturbedOne()
    {
        var seeds = Soak.Count("FIJIBRIDGE_CUT_SEEDS", otherwise: 6);
        using var folder = new TemporaryFolder();
        folder.Write("in.tif", Stack);
        await StartKeepingAsync(FakeRestorations.Copy, new ServerLimits { MaxJobs = 1000 });
        var cuts = 0;
        for (var seed = 0; seed < seeds; seed++) cuts += await RestoreAsync(folder, seed);
        Assert.IsGreaterThan(2 * seeds, cuts, "the network was bad");
        foreach (var job in (await Client.ListJobsAsync(new ListJobsRequest())).Jobs)
            await Client.CancelAsync(new CancelRequest { JobId = job.JobId });
        await UntilEmptyAsync();
    }

    private async Task<int> RestoreAsync(TemporaryFolder folder, int seed)
    {
        var random = new Random(seed);
        await using var relay = new CuttingRelay(Server.GrpcAddress, connection => connection < CutsEach
            ? (Budget(random, connection), Budget(random, connection))
            : null);
        using var channel = ServerChannel.Open(relay.Address);
        var output = folder[$"out-{seed}.tif"];
        try
        {
            await new RestorationClient(channel, Plan).RestoreAsync(folder["in.tif"], output, new RestoreSettings(), overwrite: false, null, default);
        }
        catch (ClientFailure failure)
        {
            Assert.Fail($"seed {seed}: {failure}");
        }
        CollectionAssert.AreEqual(Stack, File.ReadAllBytes(output), $"seed {seed}");
        return relay.Cuts;
    }

    // From single bytes to the whole stack, each order of magnitude alike.
    private static long Budget(Random random, int connection) =>
        (connection == 0 ? FirstQuestion : 0) + (long)Math.Pow(1.2 * Stack.Length, random.NextDouble());
}
