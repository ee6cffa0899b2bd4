using FijiBridge.Tests.Peers;
using Grpc.Core;

namespace FijiBridge.Protos.Tests.Rpc;

[TestClass]
public sealed class MetadataTests
{
    [TestMethod]
    public async Task Metadata_TextAndBytes_TravelBothWays()
    {
        await using var host = await EchoHost.StartAsync();
        using var call = host.Client.SayAsync(new EchoMessage(), new Metadata { { "Back-Text", "42" }, { "back-bytes-bin", [7, 0, 200] } });
        CollectionAssert.AreEqual(new byte[] { 1, 2, 255 }, (await call.ResponseHeadersAsync).GetValueBytes("heard-bin"));
        await call;
        Assert.AreEqual("42", call.GetTrailers().GetValue("back-text"));
        CollectionAssert.AreEqual(new byte[] { 7, 0, 200 }, call.GetTrailers().GetValueBytes("back-bytes-bin"));
    }

    [TestMethod]
    public void Metadata_KeyTwice_LastWinsAndAllAreThere()
    {
        var metadata = new Metadata { { "Tile", "1" }, { "tile", "2" } };
        Assert.AreEqual("2", metadata.GetValue("TILE"));
        CollectionAssert.AreEqual(new[] { "1", "2" }, metadata.GetAll("tile").Select(entry => entry.Value).ToArray());
        Assert.IsNull(metadata.Get("plane"));
    }

    [TestMethod]
    public void MetadataEntry_BytesChangedAfterwards_KeepsItsOwn()
    {
        byte[] bytes = [1];
        var entry = new Metadata.Entry("a-bin", bytes);
        bytes[0] = 2;
        entry.ValueBytes[0] = 3;
        Assert.AreEqual(1, entry.ValueBytes[0]);
    }

    [TestMethod]
    [DataRow("", "text")]
    [DataRow("with space", "text")]
    [DataRow("größe", "text")]
    [DataRow("colon:", "text")]
    [DataRow("bytes-bin", "text")]
    public void MetadataEntry_WrongKeyForText_IsRefused(string key, string value) =>
        Assert.ThrowsExactly<ArgumentException>(() => new Metadata.Entry(key, value));

    [TestMethod]
    public void MetadataEntry_WrongKeyForBytes_IsRefused() => Assert.ThrowsExactly<ArgumentException>(() => new Metadata.Entry("text", [1]));

    [TestMethod]
    public void MetadataEmpty_Add_IsRefused() => Assert.ThrowsExactly<InvalidOperationException>(() => Metadata.Empty.Add("a", "b"));
}
