using FijiBridge.Bridge.Server;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Tests.Server;

[TestClass]
public sealed class CheckTests : ServerTest
{
    [TestMethod]
    public async Task Check_OrdinaryStack_IsAcceptedWithModelAndDevice()
    {
        await StartAsync(FakeRestorations.Copy);
        var reply = await Client.CheckAsync(new CheckRequest { Stack = new StackSummary { FileBytes = 1000, Width = 512, Height = 512, PixelType = "uint16" } });
        Assert.IsTrue(reply.Accepted, string.Join("; ", reply.Complaints));
        Assert.AreEqual("denoise", reply.Model.Name);
        Assert.AreEqual("cpu", reply.Device.Kind);
        Assert.IsTrue(reply.Device.InUse);
        CollectionAssert.AreEqual(FakeEngine.Notices, reply.Notices);
    }

    [TestMethod]
    public async Task Check_EverythingWrong_TellsEveryComplaintAtOnce()
    {
        await StartAsync(FakeRestorations.Copy, new ServerLimits { MaxUploadBytes = 1000, MaxPlanes = 10, MaxPixelsPerPlane = 100 });
        var reply = await Client.CheckAsync(new CheckRequest
        {
            Settings = new RestoreSettings { Parameters = { ["sigma"] = -3, ["zigma"] = 1 }, OutputType = (OutputType)77 },
            Stack = new StackSummary { FileBytes = 1001, Width = 11, Height = 10, Frames = 11, PixelType = "uint12" },
        });
        Assert.IsFalse(reply.Accepted);
        string[] words = ["sigma", "zigma", "77", "1001", "11 x 10", "11 planes", "uint12"];
        foreach (var word in words) Assert.IsTrue(reply.Complaints.Any(complaint => complaint.Contains(word)), $"{word} in {reply.Complaints}");
        Assert.HasCount(words.Length, reply.Complaints);
    }

    [TestMethod]
    public async Task Check_UnknownModel_NamesThoseThereAre()
    {
        await StartAsync(FakeRestorations.Copy);
        var reply = await Client.CheckAsync(new CheckRequest { Settings = new RestoreSettings { Model = "../smooth" } });
        Assert.IsFalse(reply.Accepted);
        StringAssert.Contains(reply.Complaints.Single(), "smooth");
    }

    [TestMethod]
    public async Task Check_MoreThanTheSpoolHasRoomFor_IsRefusedBeforeTheUpload()
    {
        await StartAsync(FakeRestorations.Copy, new ServerLimits { MaxSpoolBytes = 10_000 });
        var stack = new StackSummary { FileBytes = 6_000, Width = 50, Height = 50, PixelType = "uint16" };
        var reply = await Client.CheckAsync(new CheckRequest { Stack = stack });
        StringAssert.Contains(reply.Complaints.Single(), "11000");
    }

    [TestMethod]
    public async Task GetServer_TellsVersionDevicesAndLimits()
    {
        await StartAsync(FakeRestorations.Copy, new ServerLimits { MaxJobs = 7 });
        var server = await Client.GetServerAsync(new GetServerRequest());
        Assert.AreEqual(ServerDescription.Version, server.Version);
        Assert.AreEqual(7u, server.Limits.MaxJobs);
        Assert.IsTrue(server.Devices.Single(device => device.Kind == "cpu").InUse);
        Assert.AreNotEqual("", server.Devices.Single(device => device.Kind == "webgpu").Reason);
    }
}
