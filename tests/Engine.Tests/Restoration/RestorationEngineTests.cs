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

    /// <summary>Once to look for pixels that cannot be restored, once to restore: planes may be compressed, or lie on a disk that is far away.</summary>
    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(2, 3)]
    public async Task Restore_LongStack_ReadsEachPlaneTwice(int channels, int slices)
    {
        var shape = new StackShape(64, 64, channels: channels, slices: slices, frames: 20);
        var file = Stacks.Write(shape, PixelType.Float32, Pattern).ToArray();
        using var input = new CountingStream(file);
        await RestoreAsync(input, new RestoreJob(_engine.Catalog.Find("pass-through")));
        Assert.IsLessThan(2.2 * file.Length, input.BytesRead);
    }

    private sealed class CountingStream(byte[] file) : MemoryStream(file)
    {
        private long _bytes;

        public long BytesRead => _bytes;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, count);
            Interlocked.Add(ref _bytes, read);
            return read;
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

    [TestMethod]
    public async Task Restore_Progress_EndsWithEveryTileAndPlane()
    {
        var reports = new List<RestoreProgress>();
        var input = Stacks.Write(new StackShape(1500, 20, frames: 3), PixelType.Float32, Pattern);
        await RestoreAsync(input, Smooth(), new Listener(reports.Add));
        var measured = reports.Where(report => report.Stage == RestoreStage.Measuring).ToList();
        var restored = reports.Where(report => report.Stage == RestoreStage.Restoring).ToList();
        CollectionAssert.AreEqual(new long[] { 1, 2, 3 }, measured.Select(report => report.PlanesDone).ToArray());
        CollectionAssert.AreEqual(Enumerable.Range(1, restored.Count).Select(i => (long)i).ToArray(), restored.Select(report => report.TilesDone).ToArray());
        Assert.AreEqual(restored.Count, restored[^1].TilesTotal);
        Assert.AreEqual((3L, 3L), (restored[^1].PlanesDone, restored[^1].PlanesTotal));
        Assert.AreEqual(DeviceKind.Cpu, restored[^1].Device.Kind);
        Assert.IsGreaterThan(3L * 1500 * 20 * 4, restored[^1].ResultBytes!.Value);
    }

    [TestMethod]
    public async Task Restore_CancelledMidway_StopsAndLeavesTheDeviceToOthers()
    {
        using var cancellation = new CancellationTokenSource();
        var planes = 0L;
        var progress = new Listener(report =>
        {
            planes = report.PlanesDone;
            if (report.TilesDone == 40) cancellation.Cancel();
        });
        var input = Stacks.Write(new StackShape(32, 32, frames: 400), PixelType.UInt8, Pattern);
        await Assert.ThrowsAsync<OperationCanceledException>(() => RestoreAsync(input, Smooth(), progress, cancellation.Token));
        Assert.IsLessThan(100, planes);
        Assert.AreEqual(0, _engine.BytesInside);
        await RestoreAsync(Stacks.Write(new StackShape(8, 8), PixelType.UInt8, Pattern));
    }

    [TestMethod]
    public async Task Restore_TwoJobsAtOnce_DoNotMix()
    {
        var inputs = Enumerable.Range(0, 2).Select(i => Stacks.Write(new StackShape(40, 30, frames: 10), PixelType.UInt8, (index, x, y) => 100 * i + index.Frame)).ToArray();
        var results = await Task.WhenAll(RestoreAsync(inputs[0], Smooth(1)), RestoreAsync(inputs[1], Smooth(4)));
        for (var i = 0; i < 2; i++)
            for (var frame = 0; frame < 10; frame++)
                Assert.IsTrue(results[i].Result.Samples(new PlaneIndex(0, 0, frame)).All(sample => sample == 100 * i + frame));
        Assert.AreEqual(4, results[1].Outcome.Parameters["sigma"]);
    }

    [TestMethod]
    public async Task Restore_SeveralDevices_EachHasAJobOfItsOwn()
    {
        DeviceReport[] devices = [new(DeviceKind.Cpu, "first", true, ""), new(DeviceKind.Cpu, "second", true, "") { Card = 1 }];
        await using var engine = new RestorationEngine(new EngineOptions(), new DeviceChoice(devices[0], []), devices);
        CollectionAssert.AreEqual(devices, engine.InUse.ToList());
        var (written, goesOn) = (new SemaphoreSlim(0), new SemaphoreSlim(0));
        using var held = TiffPlaneReader.Open(Stacks.Write(new StackShape(40, 30), PixelType.UInt8, Pattern));
        var first = engine.RestoreAsync(Smooth(), held, new HeldStream(written, goesOn));
        Assert.IsTrue(await written.WaitAsync(TimeSpan.FromSeconds(60)));
        for (var i = 0; i < 2; i++)
        {
            using var free = TiffPlaneReader.Open(Stacks.Write(new StackShape(40, 30), PixelType.UInt8, Pattern));
            Assert.AreEqual("CPU (second, card 2)", (await engine.RestoreAsync(Smooth(), free, new MemoryStream())).Device.ToString());
        }
        Assert.IsFalse(first.IsCompleted);
        goesOn.Release(1000);
        Assert.AreEqual(devices[0], (await first).Device);
        using var later = TiffPlaneReader.Open(Stacks.Write(new StackShape(40, 30), PixelType.UInt8, Pattern));
        Assert.AreEqual(devices[0], (await engine.RestoreAsync(Smooth(), later, new MemoryStream())).Device, "it is free again");
    }

    /// <summary>Keeps whoever writes waiting.</summary>
    private sealed class HeldStream(SemaphoreSlim written, SemaphoreSlim goesOn) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            written.Release();
            goesOn.Wait();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    }

    [TestMethod]
    [DataRow("sigma", 5.1, "'sigma' is 5.1; 0.3 to 5")]
    [DataRow("sigma", double.NaN, "'sigma' is NaN")]
    [DataRow("strength", 1.0, "no parameter 'strength'; it has sigma")]
    public void Job_ParametersThatCannotBe_AreRefused(string name, double value, string expected)
    {
        var failure = Assert.ThrowsExactly<EngineFailure>(() => new RestoreJob(_engine.Catalog.Find("smooth"), new Dictionary<string, double> { [name] = value }));
        Assert.AreEqual(FailureKind.BadRequest, failure.Kind);
        StringAssert.Contains(failure.Message, expected);
    }

    [TestMethod]
    public void Job_NoParameters_TakesTheDefaults() => Assert.AreEqual(2, new RestoreJob(_engine.Catalog.Find("smooth")).Parameters["sigma"]);
}
