using System.Text.Json.Nodes;
using FijiBridge.Bridge.Wire;
using FijiBridge.Tests.Peers;

namespace FijiBridge.Bridge.Tests.Wire;

/// <summary>Health and reflection, asked by clients from npm (grpc-health-check, grpc-js-reflection-client).</summary>
[TestClass]
public sealed class WireServicesTests
{
    private static JsonNode _answers = null!;
    private static JsonNode _answersAfterStop = null!;

    [ClassInitialize]
    public static async Task Ask(TestContext _)
    {
        await using var host = await EchoHost.StartAsync(
            services: services => services.AddFijiBridgeWire(), configure: app => app.MapFijiBridgeWire());
        await using var peer = PeerProcess.Start("wire_client.js", host.Address.Authority);
        _answers = JsonNode.Parse(await peer.ReadLineAsync())!;
        await host.StopAsync();
        _answersAfterStop = JsonNode.Parse(await peer.ReadLineAsync())!;
    }

    [TestMethod]
    public void HealthCheck_OfServerAndService_IsServing()
    {
        Assert.AreEqual("SERVING", (string?)_answers["server"]);
        Assert.AreEqual("SERVING", (string?)_answers["service"]);
    }

    [TestMethod]
    public void HealthCheck_OfAnUnknownService_IsNotFound() => Assert.AreEqual(5, (int?)_answers["unknown"]);

    [TestMethod]
    public void HealthWatch_WhenTheHostStops_TellsBeforeItEnds() =>
        Assert.AreEqual("""["SERVING","NOT_SERVING"]""", _answersAfterStop["watched"]!.ToJsonString());

    [TestMethod]
    [DataRow("v1")]
    [DataRow("v1alpha")]
    public void Reflection_Services_AreThoseMapped(string version)
    {
        string[] expected =
        [
            "fijibridge.tests.Echo", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection",
        ];
        CollectionAssert.AreEqual(expected, _answers[version]!["services"]!.AsArray().Select(name => (string?)name).ToList());
    }

    [TestMethod]
    [DataRow("v1")]
    [DataRow("v1alpha")]
    public void Reflection_File_IsEnoughToCallTheService(string version)
    {
        string[] expected = ["Say", "Join", "Count", "Chat", "Fail", "FailLate", "Wait"];
        CollectionAssert.AreEquivalent(expected, _answers[version]!["methods"]!.AsArray().Select(name => (string?)name).ToList());
        Assert.AreEqual("by reflection", (string?)_answers[version]!["called"]);
    }

    [TestMethod]
    public void Reflection_OfAnUnknownSymbol_SaysSo() =>
        StringAssert.Contains((string?)_answers["v1"]!["unknown"], "This server has no symbol \"no.such.Symbol\".");
}
