using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Architectures;
using Microsoft.ML.OnnxRuntime;

namespace FijiBridge.Engine.Tests.Training;

/// <summary>The same training step on a graphics card, or on a software one: every operator of it runs there.</summary>
[TestClass]
public sealed class WebGpuStepTests
{
    private const int Steps = 2;

    [TestMethod]
    [DataRow("unet")]
    [DataRow("rcan")]
    public void Steps_OnWebGpu_HaveTheLossesOfTheProcessor(string name)
    {
        Inference.SoftwareVulkan.Require();
        var options = new TrainingOptions { Network = new Network(Small(name)), Patch = new PatchShape(2, 16, 16), Threads = 1 };
        var (expected, found) = (Train(options, null), Train(options, OnlyWebGpu));
        for (var step = 0; step < Steps; step++)
        {
            Assert.AreEqual(expected.Losses[step], found.Losses[step], 1e-3 * expected.Losses[step], $"step {step}");
            Assert.AreEqual(expected.Norms[step], found.Norms[step], 1e-3 * expected.Norms[step], $"step {step}");
        }
        Assert.IsLessThan(expected.Losses[0], found.Losses[^1]);
    }

    // Together they have every operator of the four architectures.
    private static Architecture Small(string name) =>
        name == "unet" ? new UNet(Depth: 1, Width: 4) : new Rcan(Groups: 1, Blocks: 1, Width: 4, Reduction: 2);

    // A session that would leave an operator to the processor fails to open.
    private static void OnlyWebGpu(SessionOptions options)
    {
        ExecutionProvider.Of(DeviceKind.WebGpu).Append(options);
        options.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
    }

    private static (double[] Losses, double[] Norms) Train(TrainingOptions options, Action<SessionOptions>? device)
    {
        using var session = new TrainingSession(options, new TrainingState(options.Network.Layout.Initialize(5)), device);
        var random = new Random(11);
        for (var i = 0; i < session.Batch.Target.Length; i++)
        {
            session.Batch.Target[i] = MathF.Sin(i * 0.3f);
            session.Batch.Input[i] = session.Batch.Target[i] + (float)(random.NextDouble() - 0.5);
        }
        var steps = Enumerable.Range(0, Steps).Select(step => session.Step(step, 1e-3)).ToArray();
        return ([.. steps.Select(step => step.Loss)], [.. steps.Select(step => step.GradientNorm)]);
    }
}
