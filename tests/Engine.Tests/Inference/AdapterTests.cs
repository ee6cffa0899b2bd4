using FijiBridge.Engine.Inference;

namespace FijiBridge.Engine.Tests.Inference;

[TestClass]
public sealed class AdapterTests
{
    [TestMethod]
    public void FromCpuInfo_SeveralProcessors_TakesTheFirstModel()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "processor\t: 0\nmodel name\t: Fast Processor: 9000\n\nprocessor\t: 1\nmodel name\t: Other\n");
        Assert.AreEqual("Fast Processor: 9000", Processor.FromCpuInfo(file)?.Trim());
        File.Delete(file);
        Assert.IsNull(Processor.FromCpuInfo(file));
    }

    [TestMethod]
    public void Name_OfNvidiaCards_ComesFromTheDriver()
    {
        var folder = Directory.CreateTempSubdirectory();
        AddCard(folder, "0000:02:00.0", "NVIDIA RTX A2000");
        AddCard(folder, "0000:01:00.0", "NVIDIA RTX A4000");
        Assert.AreEqual("NVIDIA RTX A4000", NvidiaAdapter.Name(folder.FullName, 0, null));
        Assert.AreEqual("NVIDIA RTX A2000", NvidiaAdapter.Name(folder.FullName, 1, null));
        Assert.AreEqual("NVIDIA RTX A2000", NvidiaAdapter.Name(folder.FullName, 0, "1,0"));
        Assert.IsNull(NvidiaAdapter.Name(folder.FullName, 0, "GPU-4f1c"), "it is not known which");
        Assert.IsNull(NvidiaAdapter.Name(folder.FullName, 2, null));
        folder.Delete(true);
        Assert.IsNull(NvidiaAdapter.Name(folder.FullName, 0, null));
    }

    [TestMethod]
    [DataRow(null, 3)]
    [DataRow("0,2", 2)]
    [DataRow("", 0)]
    public void Count_OfNvidiaCards_IsWhatTheEnvironmentShows(string? visible, int expected)
    {
        var folder = Directory.CreateTempSubdirectory();
        for (var i = 0; i < 3; i++) AddCard(folder, $"0000:0{i}:00.0", "NVIDIA RTX A4000");
        Assert.AreEqual(expected, NvidiaAdapter.Count(folder.FullName, visible));
        folder.Delete(true);
        Assert.AreEqual(0, NvidiaAdapter.Count(folder.FullName, visible));
    }

    private static void AddCard(DirectoryInfo folder, string place, string model) =>
        File.WriteAllText(Path.Combine(folder.CreateSubdirectory(place).FullName, "information"), $"Model: \t\t {model}\nIRQ:   \t\t 40\n");

    [TestMethod]
    public void Rank_OfVulkanDevices_PutsSoftwareLast()
    {
        int[] typesInOrder = [2, 1, 3, 0, 4];
        var ranks = typesInOrder.Select(type => new VulkanDevice("x", type).Rank).ToArray();
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 4 }, ranks);
    }

    [TestMethod]
    public void Remark_OfASoftwareCard_TellsWhatARealOneLacks()
    {
        Assert.AreEqual("", new Adapter("a card").Remark);
        var remark = new Adapter("SwiftShader", Software: true, NoCard: "Vulkan finds no driver; install one").Remark;
        StringAssert.Contains(remark, "imitates a graphics card");
        StringAssert.EndsWith(remark, "; for a real card: Vulkan finds no driver; install one");
    }
}
