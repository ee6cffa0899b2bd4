using System.Net;
using FijiBridge.Bridge.Server;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Security;

/// <summary>Everything that can be too large.</summary>
[TestClass]
public sealed class OversizeTests : SecurityTest
{
    private const string GetModel = "/fijibridge.v1.Models/GetModel";
    private const string Check = "/fijibridge.v1.Restoration/Check";

    [TestMethod]
    public async Task Message_LargerThanTheLimit_IsRefusedByEveryCall()
    {
        await StartAsync(new ServerLimits { MaxMessageBytes = 64 << 10 });
        foreach (var door in Doors())
            foreach (var method in RawCall.Methods)
            {
                var reply = await door.SendAsync(RawCall.PathOf(method), RawCall.Frame(new byte[65 << 10]));
                Assert.IsTrue(reply.Status is StatusCode.ResourceExhausted || reply.Http is null, $"{method.FullName}: {reply}");
            }
        await AssertAliveAsync();
    }

    [TestMethod]
    [DataRow(0xFFFFFFFFu)]
    [DataRow(0x7FFFFFFFu)]
    [DataRow(0x00500000u)]
    public async Task Message_ThatClaimsToBeHuge_CostsNoMemory(uint claimed)
    {
        await StartAsync();
        byte[] body = [0, (byte)(claimed >> 24), (byte)(claimed >> 16), (byte)(claimed >> 8), (byte)claimed, 1, 2, 3];
        foreach (var door in Doors())
            foreach (var method in RawCall.Methods)
            {
                var reply = await door.SendAsync(RawCall.PathOf(method), body);
                Assert.IsTrue(reply.Status is StatusCode.ResourceExhausted or StatusCode.InvalidArgument || reply.Http is null, $"{method.FullName}: {reply}");
            }
        await AssertAliveAsync();
    }

    [TestMethod]
    public async Task Headers_LargerOrMoreThanTheLimits_AreRefused()
    {
        await StartAsync();
        var body = RawCall.Frame(new GetModelRequest { Name = "smooth" });
        foreach (var door in Doors())
        {
            var large = await door.SendAsync(GetModel, body, request => request.Headers.Add("x-large", new string('x', 40 << 10)));
            var many = await door.SendAsync(GetModel, body, request =>
            {
                for (var i = 0; i < 2000; i++) request.Headers.Add($"x-{i}", "x");
            });
            var path = await door.SendAsync(GetModel + new string('x', 40 << 10), body);
            foreach (var reply in new[] { large, many, path })
                Assert.IsTrue(reply.Http is null or HttpStatusCode.RequestHeaderFieldsTooLarge or HttpStatusCode.RequestUriTooLong, $"{reply}");
            Assert.AreEqual(StatusCode.OK, (await door.SendAsync(GetModel, body)).Status);
        }
        await AssertAliveAsync();
    }

    [TestMethod]
    public async Task Texts_OfMegabytes_AreAnsweredInAShortSentence()
    {
        await StartAsync();
        var settings = new RestoreSettings { Model = new string('m', 3 << 20) };
        foreach (var door in Doors())
        {
            var named = await door.SendAsync(GetModel, RawCall.Frame(new GetModelRequest { Name = settings.Model }));
            Assert.AreEqual(StatusCode.NotFound, named.Status);
            Assert.IsLessThan(3000, named.Message.Length);
            var restored = await door.SendAsync("/fijibridge.v1.Restoration/Restore", RawCall.Frame(new RestoreRequest { Header = new RestoreHeader { Settings = settings } }));
            Assert.AreEqual(StatusCode.NotFound, restored.Status);
            Assert.IsLessThan(3000, restored.Message.Length);
        }
        Assert.IsLessThan(3000, (await Client.CheckAsync(new CheckRequest { Settings = settings })).CalculateSize());
        await AssertAliveAsync();
    }

    [TestMethod]
    public async Task Parameters_ByTheThousand_AreRefused()
    {
        await StartAsync();
        var settings = new RestoreSettings();
        for (var i = 0; i < 20_000; i++) settings.Parameters[$"p{i}"] = i;
        var reply = await Client.CheckAsync(new CheckRequest { Settings = settings });
        StringAssert.Contains(reply.Complaints.Single(), "at most 100");
    }

    [TestMethod]
    public async Task Sizes_BeyondAllNumbers_AreRefusedOneByOne()
    {
        await StartAsync();
        var stack = new StackSummary { FileBytes = ulong.MaxValue, Width = uint.MaxValue, Height = uint.MaxValue, Channels = uint.MaxValue, Slices = uint.MaxValue, Frames = uint.MaxValue, PixelType = "double" };
        var reply = await Client.CheckAsync(new CheckRequest { Stack = stack, Settings = new RestoreSettings { Model = "smooth" } });
        Assert.IsFalse(reply.Accepted);
        Assert.IsGreaterThan(2, reply.Complaints.Count);
        var restored = await Doors()[0].SendAsync("/fijibridge.v1.Restoration/Restore", RawCall.Frame(new RestoreRequest { Header = new RestoreHeader { Stack = stack } }));
        Assert.AreEqual(StatusCode.ResourceExhausted, restored.Status, restored.Message);
        var check = await Doors()[1].SendAsync(Check, RawCall.Frame(new CheckRequest { Settings = new RestoreSettings { Parameters = { ["sigma"] = double.NaN } } }));
        Assert.AreEqual(StatusCode.OK, check.Status);
        Assert.AreEqual(0, Server.Jobs.Count);
    }
}
