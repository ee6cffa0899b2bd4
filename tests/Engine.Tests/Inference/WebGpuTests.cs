using FijiBridge.Engine.Inference;

namespace FijiBridge.Engine.Tests.Inference;

/// <summary>The real WebGPU provider, on the graphics card or on a software one.</summary>
[TestClass]
public sealed class WebGpuTests
{
    private static readonly IReadOnlyDictionary<string, double> None = new Dictionary<string, double>();

    [TestInitialize]
    public void Require() => SoftwareVulkan.Require();

    [TestMethod]
    public void Run_Convolutions_EqualsTheProcessor()
    {
        var source = TinyModels.Convolutions(32, 1, 8, 1);
        using var webGpu = ModelSession.Open(source, DeviceKind.WebGpu);
        using var cpu = ModelSession.Open(source, DeviceKind.Cpu);
        var tiles = Enumerable.Range(0, 3 * 1024).Select(i => MathF.Cos(0.1f * i)).ToArray();
        var (found, expected) = (new float[3 * 1024], new float[3 * 1024]);
        webGpu.Run(tiles, 3, None, found);
        cpu.Run(tiles, 3, None, expected);
        for (var i = 0; i < found.Length; i++) Assert.AreEqual(expected[i], found[i], 1e-4f);
        Assert.AreEqual(0, webGpu.Notices.Count);
    }

    [TestMethod]
    public void Run_Parameters_AreUsed()
    {
        using var session = ModelSession.Open(TinyModels.Affine(), DeviceKind.WebGpu);
        var results = new float[4];
        session.Run([1, 2, 3, 4], 1, TinyModels.Parameters(gain: 3, offset: 1), results);
        CollectionAssert.AreEqual(new[] { 4f, 7, 10, 13 }, results);
    }

    [TestMethod]
    public void Open_OperatorThatWebGpuLacks_RunsOnTheProcessorAndSaysSo()
    {
        using var session = ModelSession.Open(TinyModels.WithDeterminant(), DeviceKind.WebGpu);
        var results = new float[16];
        session.Run([2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 4, 0, 0, 0, 0, -5], 1, None, results);
        Assert.AreEqual(2 - 120, results[0], 1e-3f);
        StringAssert.Contains(session.Notices.Single(), "part of it runs on the processor");
    }

    [TestMethod]
    public void Dispose_WhileAnotherSessionLives_LeavesItWorking()
    {
        var first = ModelSession.Open(TinyModels.Affine(), DeviceKind.WebGpu);
        using var second = ModelSession.Open(TinyModels.Affine(), DeviceKind.WebGpu);
        var results = new float[4];
        first.Run([1, 2, 3, 4], 1, TinyModels.Parameters(1, 0), results);
        first.Dispose();
        second.Run([1, 2, 3, 4], 1, TinyModels.Parameters(5, 0), results);
        CollectionAssert.AreEqual(new[] { 5f, 10, 15, 20 }, results);
    }

    [TestMethod]
    public void Sessions_OpenedRunAndClosedByManyThreads_DoNotDisturbOneAnother() => Parallel.For(0, 4, thread =>
    {
        using var session = ModelSession.Open(TinyModels.Affine(), DeviceKind.WebGpu);
        for (var i = 1; i <= 4; i++)
        {
            var results = new float[4 * i];
            session.Run(Enumerable.Repeat(2f, 4 * i).ToArray(), i, TinyModels.Parameters(thread, 0), results);
            Assert.IsTrue(results.All(sample => sample == 2f * thread));
        }
    });

    [TestMethod]
    public void Probe_WebGpu_NamesTheCardAndWorks()
    {
        var report = ExecutionProviders.Probe(DeviceKind.WebGpu);
        Assert.IsTrue(report.Works, report.Reason);
        Assert.AreNotEqual("none", report.Name);
    }

    [TestMethod]
    public void Choose_Automatic_PassesOverSoftwareCards()
    {
        if (!ExecutionProvider.Of(DeviceKind.WebGpu).FindAdapter().Software) Assert.Inconclusive("this machine has a graphics card");
        var choice = ExecutionProviders.Choose("auto");
        Assert.AreEqual(DeviceKind.Cpu, choice.Device.Kind);
        Assert.IsTrue(choice.Notices.Any(notice => notice.StartsWith("WebGPU: there is only", StringComparison.Ordinal)));
    }
}
