using FijiBridge.Bridge.Tests.Server;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Security;

/// <summary>No text that a client sends is ever used as a path.</summary>
[TestClass]
public sealed class ClimbingTests : SecurityTest
{
    // A call that fills in nothing else can succeed, such as Check, or fail for any reason but a fault of the server.
    private static readonly StatusCode[] Possible =
        [StatusCode.OK, StatusCode.InvalidArgument, StatusCode.NotFound, StatusCode.FailedPrecondition, StatusCode.ResourceExhausted];

    [TestMethod]
    public async Task EveryText_OfEveryCall_ReachesNoFile()
    {
        var training = Directory.CreateDirectory(Path.Combine(Folder, "training")).FullName;
        await StartAsync(FakeRestorations.Copy, Options with { TrainingFolder = training });
        var before = Files();
        var (calls, fields) = (0, 0);
        foreach (var door in Doors())
            foreach (var method in RawCall.Methods)
            {
                fields += Climbing.Messages(method.InputType, "x").Count();
                foreach (var message in Climbing.Names.SelectMany(name => Climbing.Messages(method.InputType, name)))
                {
                    var reply = await door.SendAsync(RawCall.PathOf(method), RawCall.Frame(message));
                    Assert.IsTrue(reply.Status is { } status && Possible.Contains(status), $"{method.FullName} {message}: {reply}");
                    Assert.IsLessThan(3000, reply.Message.Length);
                    Assert.DoesNotContain("root:", reply.Message);
                    calls++;
                }
            }
        Assert.IsGreaterThan(20, fields);
        await AssertAliveAsync();
        await UntilAsync(() => Server.Jobs.Unfinished == 0, "no job is left");
        CollectionAssert.AreEqual(before, Files(), "files were made outside the spool");
        Assert.IsFalse(Log.Has(102), "a name brought the server to a fault");
    }

    // Everything near the server but what the spool holds by design.
    private List<string> Files() =>
        [.. Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Where(path => !path.StartsWith(SpoolRoot, StringComparison.Ordinal)).Order()];
}
