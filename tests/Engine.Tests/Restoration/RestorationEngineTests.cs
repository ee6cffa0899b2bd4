using FijiBridge.Engine.Images;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Restoration;

[TestClass]
public sealed class RestorationEngineTests
{
    private static RestorationEngine _engine = null!;

    [ClassInitialize]
    public static void Start(TestContext _) => _engine = RestorationEngine.Start(new EngineOptions { Device = "cpu" });

    [ClassCleanup]
    public static async Task End() => await _engine.DisposeAsync();

    private static async Task<(TiffPlaneReader Result, RestoreOutcome Outcome)> RestoreAsync(
        Stream input, RestoreJob? job = null, IProgress<RestoreProgress>? progress = null, CancellationToken ct = default)
    {
        using var reader = TiffPlaneReader.Open(input);
        var output = new MemoryStream();
        var outcome = await _engine.RestoreAsync(job ?? Smooth(), reader, output, progress, ct);
        output.Position = 0;
        return (TiffPlaneReader.Open(output), outcome);
    }

    private static RestoreJob Smooth(double sigma = 2) => new(_engine.Catalog.Find("smooth"), new Dictionary<string, double> { ["sigma"] = sigma });

    private static double Pattern(PlaneIndex index, int x, int y) => 40 + (x * 7 + y * 13 + index.Channel * 5 + index.Slice * 3 + index.Frame * 11) % 80;

    [TestMethod]
    [DataRow(PixelType.UInt8)]
    [DataRow(PixelType.Int8)]
    [DataRow(PixelType.UInt16)]
    [DataRow(PixelType.Int16)]
    [DataRow(PixelType.UInt32)]
    [DataRow(PixelType.Int32)]
    [DataRow(PixelType.Float32)]
    [DataRow(PixelType.Float64)]
    public async Task Restore_HyperstackOfEachType_IsTheFilteredStackInTheSameType(PixelType type)
    {
        var shape = new StackShape(53, 37, channels: 2, slices: 3, frames: 2);
        var (result, outcome) = await RestoreAsync(Stacks.Write(shape, type, Pattern), Smooth(1.5));
        Assert.AreEqual(shape, result.Shape);
        Assert.AreEqual(type, result.PixelType);
        Assert.AreEqual(0, outcome.ClampedShare);
        foreach (var index in shape.Planes())
        {
            var plane = new double[shape.PixelsPerPlane];
            for (var i = 0; i < plane.Length; i++) plane[i] = Pattern(index, i % 53, i / 53);
            var (expected, actual) = (Stacks.Smooth(plane, 53, 37, 1.5), result.Samples(index));
            for (var i = 0; i < plane.Length; i++) Assert.AreEqual(expected[i], actual[i], type.IsInteger() ? 0.501 : 1e-4, $"{index}");
        }
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(1, 300)]
    [DataRow(2, 5)]
    [DataRow(129, 31)]
    [DataRow(1500, 40)]
    public async Task Restore_AnySize_EqualsTheFilterOnTheWholePlane(int width, int height)
    {
        var random = new Random(5);
        var samples = Enumerable.Range(0, width * height).Select(_ => random.Next(0, 65536) * 1.0).ToArray();
        var input = Stacks.Write(new StackShape(width, height), PixelType.UInt16, (_, x, y) => samples[y * width + x]);
        var (result, _) = await RestoreAsync(input, Smooth(3) with { OutputType = OutputType.Float32 });
        var (expected, actual) = (Stacks.Smooth(samples, width, height, 3), result.Samples(default));
        for (var i = 0; i < samples.Length; i++) Assert.AreEqual(expected[i], actual[i], 1e-6 * 65535);
    }
}
