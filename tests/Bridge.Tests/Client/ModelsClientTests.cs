using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Tests.Client;

[TestClass]
public sealed class ModelsClientTests
{
    [TestMethod]
    public async Task Import_ThenExport_GivesTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        await using var server = await FakeServer.StartAsync(new FakeRestoration());
        using var channel = ServerChannel.Open(server.Address);
        var client = new ModelsClient(channel);
        folder.Write("mine.zip", "mine with some bytes"u8.ToArray());
        Assert.AreEqual("mine", (await client.ImportAsync(folder["mine.zip"], isPrivate: false, CancellationToken.None)).Name);
        Assert.HasCount(2, await client.ListAsync(CancellationToken.None));
        Assert.AreEqual(20, await client.ExportAsync("mine", folder["again.zip"], overwrite: false, CancellationToken.None));
        CollectionAssert.AreEqual(File.ReadAllBytes(folder["mine.zip"]), File.ReadAllBytes(folder["again.zip"]));
        await client.RemoveAsync("mine", CancellationToken.None);
        Assert.HasCount(1, await client.ListAsync(CancellationToken.None));
    }

    [TestMethod]
    public async Task Export_UnknownModel_IsRefusedAndLeavesNothing()
    {
        using var folder = new TemporaryFolder();
        await using var server = await FakeServer.StartAsync(new FakeRestoration());
        using var channel = ServerChannel.Open(server.Address);
        var failure = await Assert.ThrowsExactlyAsync<ClientFailure>(
            () => new ModelsClient(channel).ExportAsync("other", folder["other.zip"], overwrite: false, CancellationToken.None));
        Assert.AreEqual(ClientFailureKind.Refused, failure.Kind);
        Assert.AreEqual("there is no model called other", failure.Message);
        Assert.IsEmpty(folder.Names);
    }
}
