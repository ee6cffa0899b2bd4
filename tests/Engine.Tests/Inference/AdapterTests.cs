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
    public void Name_OfNvidiaCard_ComesFromTheDriver()
    {
        var folder = Directory.CreateTempSubdirectory();
        var card = folder.CreateSubdirectory("0000:01:00.0").FullName;
        File.WriteAllText(Path.Combine(card, "information"), "Model: \t\t NVIDIA RTX A4000\nIRQ:   \t\t 40\n");
        Assert.AreEqual("NVIDIA RTX A4000", NvidiaAdapter.Name(folder.FullName));
        folder.Delete(true);
        Assert.IsNull(NvidiaAdapter.Name(folder.FullName));
    }

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
