using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Architectures;

namespace FijiBridge.Engine.Tests.Training;

/// <summary>Loss and gradient of whole networks against PyTorch, which has the networks written down independently.</summary>
[TestClass]
public class PyTorchGradientTests
{
    private const double Tolerance = 1e-5;

    private static readonly PatchShape Plane = new(2, 16, 24);

    private static readonly Case[] Cases =
    [
        new("unet", "l1", new(new UNet(Depth: 2, Width: 8)), Plane, new { depth = 2, width = 8 }),
        new("unet", "charbonnier", new(new UNet(Depth: 1, Width: 4), Frames: 3), Plane, new { depth = 1, width = 4 }),
        new("unet", "l2", new(new UNet(Depth: 2, Width: 4, Stack: true)), new(2, 8, 12, 3), new { depth = 2, width = 4 }),
        new("rednet", "l2", new(new RedNet(Depth: 10, Width: 8)), Plane, new { depth = 10, width = 8 }),
        new("rednet", "l1", new(new RedNet(Depth: 20, Width: 4), Frames: 5), new(2, 36, 40), new { depth = 20, width = 4 }),
        new("rcan", "l1", new(new Rcan(2, 2, 16, 4)), Plane, new { groups = 2, blocks = 2, width = 16, reduction = 4, scale = 1 }),
        new("rcan", "l2", new(new Rcan(1, 2, 8, 4, 2)), Plane, new { groups = 1, blocks = 2, width = 8, reduction = 4, scale = 2 }),
        new("rcan", "l2", new(new Rcan(1, 1, 8, 4, 4)), new(1, 8, 8), new { groups = 1, blocks = 1, width = 8, reduction = 4, scale = 4 }),
        new("dncnn", "l2", new(new DnCnn(Depth: 6, Width: 8)), Plane, new { depth = 6, width = 8 }),
    ];

    [TestMethod]
    public void WholeNetworks_LossAndGradient_AreThoseOfPyTorch()
    {
        var folder = Directory.CreateTempSubdirectory("fijibridge-gradients-").FullName;
        try
        {
            var runs = Cases.Select((item, index) => Prepare(item, $"case{index}", folder)).ToArray();
            File.WriteAllText(Path.Combine(folder, "cases.json"), JsonSerializer.Serialize(runs.Select(run => run.Description)));
            PyTorch.Run("gradients.py", folder);
            foreach (var run in runs) Compare(run, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Run Prepare(Case item, string name, string folder)
    {
        var options = new TrainingOptions { Network = item.Network, Patch = item.Patch, Loss = LossOf(item.Loss) };
        var random = new Random(20261122);
        var weights = item.Network.Layout.Initialize(3);
        // Biases begin as zeros; here they take part.
        for (var i = 0; i < weights.Length; i++) weights[i] += (float)(0.05 * (random.NextDouble() - 0.5));
        float[] Draw(ImmutableArray<int> shape) => [.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(_ => (float)(random.NextDouble() * 2 - 1))];
        var (inputShape, targetShape) = (item.Patch.Input(item.Network), item.Patch.Output(item.Network));
        var (input, target) = (Draw(inputShape), Draw(targetShape));
        Write(folder, $"{name}.weights", weights);
        Write(folder, $"{name}.input", input);
        Write(folder, $"{name}.target", target);
        var description = new { name, network = item.Name, loss = item.Loss, arguments = item.Arguments, input = inputShape, target = targetShape };
        return new(name, $"{item.Network}, {item.Loss}", description, Gradient(options, weights, input, target));
    }

    private static Dictionary<string, float[]> Gradient(TrainingOptions options, float[] weights, float[] input, float[] target)
    {
        var graph = TrainingGraph.BuildGradient(options);
        using var runner = new GraphRunner(graph);
        return runner.Run([("weights", weights), ("input", input), ("target", target)]);
    }

    private static void Compare(Run run, string folder)
    {
        var expected = Read(folder, $"{run.Name}.gradient");
        var loss = Read(folder, $"{run.Name}.loss")[0];
        var gradient = run.Outputs["gradient"];

        Assert.AreEqual(loss, run.Outputs["loss"][0], Tolerance * Math.Abs(loss), run.Title);
        Assert.HasCount(expected.Length, gradient);
        var error = Length(expected.Zip(gradient, (a, b) => (double)a - b)) / Length(expected.Select(value => (double)value));
        Assert.IsLessThan(Tolerance, error, run.Title);
    }

    private static Loss LossOf(string name) => name switch
    {
        "l1" => new Loss.L1(),
        "l2" => new Loss.L2(),
        _ => new Loss.Charbonnier(),
    };

    private static double Length(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));

    private static void Write(string folder, string name, float[] data) =>
        File.WriteAllBytes(Path.Combine(folder, name), MemoryMarshal.AsBytes(data.AsSpan()).ToArray());

    private static float[] Read(string folder, string name) =>
        MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, name)).AsSpan()).ToArray();

    private sealed record Case(string Name, string Loss, Network Network, PatchShape Patch, object Arguments);

    private sealed record Run(string Name, string Title, object Description, Dictionary<string, float[]> Outputs);
}
