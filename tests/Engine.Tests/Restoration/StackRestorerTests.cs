using FijiBridge.Engine.Images;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Tests.Models;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Restoration;

/// <summary>Stacks through networks whose result can be computed by hand, on the processor or on a device that is played.</summary>
[TestClass]
public sealed class StackRestorerTests
{
    private readonly TestModels _models = new();

    [TestCleanup]
    public void Delete() => _models.Dispose();

    private RestoreJob Job(string name, byte[] onnx, string rdf)
    {
        _models.Add(name, onnx, rdf);
        return new RestoreJob(_models.Catalog.Find(name));
    }

    private static async Task<(TiffPlaneReader Result, RestoreOutcome Outcome)> RestoreAsync(Stream input, RestoreJob job, RunTiles? device = null)
    {
        // Tile by tile, so that a device that is played sees each one, whatever the timing.
        var limits = QueueLimits.For(DeviceKind.Cpu);
        var queue = device is null ? new InferenceQueue(limits) : new InferenceQueue(limits, device);
        await using var end = queue;
        using var sessions = new SessionCache(new DeviceReport(DeviceKind.Cpu, "test", true, ""));
        using var reader = TiffPlaneReader.Open(input);
        var choice = new DeviceChoice(new DeviceReport(DeviceKind.Cpu, "test", true, ""), ["the better device is away"]);
        var output = new MemoryStream();
        var outcome = await new StackRestorer(sessions, queue, choice).RestoreAsync(job, reader, output, null, CancellationToken.None);
        Assert.AreEqual(0, queue.BytesInside);
        output.Position = 0;
        return (TiffPlaneReader.Open(output), outcome);
    }

    private static MemoryStream Series(StackShape shape, Func<PlaneIndex, double> value) => Stacks.Write(shape, PixelType.UInt16, (index, x, y) => value(index) + x + y);

    [TestMethod]
    [DataRow("zero_mean_unit_variance")]
    [DataRow("scale_range")]
    public async Task Restore_NetworkThatChangesNothing_GivesTheIntensitiesBack(string scheme)
    {
        var job = Job("same", TestModels.SumOfChannels(1), TestModels.Rdf("same", preprocessing: $"[{{id: {scheme}}}]"));
        foreach (var type in Enum.GetValues<PixelType>())
        {
            var shape = new StackShape(19, 11, channels: 2, frames: 2);
            double Sample(PlaneIndex index, int x, int y) => (x * 5 + y * 3) % 100 + index.Channel * 20 + index.Frame;
            var (result, outcome) = await RestoreAsync(Stacks.Write(shape, type, Sample), job);
            foreach (var index in shape.Planes())
            {
                var samples = result.Samples(index);
                for (var i = 0; i < samples.Length; i++) Assert.AreEqual(Sample(index, i % 19, i / 19), samples[i], type.IsInteger() ? 0 : 1e-4, $"{type} {index}");
            }
            Assert.AreEqual(0, outcome.ClampedShare);
            CollectionAssert.AreEqual(new[] { "the better device is away" }, outcome.Warnings.ToArray());
        }
    }

    [TestMethod]
    public async Task Restore_ConstantImage_StaysConstant()
    {
        foreach (var scheme in new[] { "zero_mean_unit_variance", "scale_range" })
        {
            var job = Job(scheme, TestModels.SumOfChannels(1), TestModels.Rdf(scheme, preprocessing: $"[{{id: {scheme}}}]"));
            var (result, _) = await RestoreAsync(Stacks.Write(new StackShape(9, 9), PixelType.UInt16, (_, _, _) => 4711), job);
            Assert.IsTrue(result.Samples(default).All(sample => sample == 4711));
        }
    }

    [TestMethod]
    public async Task Restore_ResultBeyondTheType_IsClampedAndSaid()
    {
        var job = Job("twice", TestModels.SumOfChannels(2), TestModels.Rdf("twice"));
        MemoryStream Input() => Stacks.Write(new StackShape(10, 10), PixelType.UInt8, (_, x, _) => x < 3 ? 200 : 10);
        var (result, outcome) = await RestoreAsync(Input(), job);
        Assert.AreEqual(255, result.Samples(default)[0]);
        Assert.AreEqual(0.3, outcome.ClampedShare, 1e-12);
        StringAssert.StartsWith(outcome.Warnings[^1], "30 pixel(s)");
        (result, outcome) = await RestoreAsync(Input(), job with { OutputType = OutputType.Float32 });
        Assert.AreEqual(400, result.Samples(default)[0]);
        Assert.AreEqual(0, outcome.ClampedShare);
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public async Task Restore_PixelThatIsNoNumber_IsRefusedBeforeAnythingIsWritten(float bad)
    {
        var job = Job("same", TestModels.SumOfChannels(1), TestModels.Rdf("same"));
        using var reader = TiffPlaneReader.Open(Stacks.Write(new StackShape(5, 5, frames: 3), PixelType.Float32, (index, x, y) => (index.Frame, x, y) == (2, 1, 4) ? bad : 1));
        await using var queue = new InferenceQueue(new QueueLimits());
        using var sessions = new SessionCache(new DeviceReport(DeviceKind.Cpu, "test", true, ""));
        var output = new MemoryStream();
        var restorer = new StackRestorer(sessions, queue, new DeviceChoice(new DeviceReport(DeviceKind.Cpu, "test", true, ""), []));
        var failure = await Assert.ThrowsExactlyAsync<EngineFailure>(() => restorer.RestoreAsync(job, reader, output, null, CancellationToken.None));
        Assert.AreEqual(FailureKind.BadInput, failure.Kind);
        StringAssert.Contains(failure.Message, "frame 3");
        StringAssert.Contains(failure.Message, "x=1, y=4");
        Assert.AreEqual(0, output.Length);
    }

    [TestMethod]
    public async Task Restore_TimeLapseModel_SeesItsNeighboursAndMirrorsTheEnds()
    {
        var job = Job("time", TestModels.SumOfChannels(1, 10, 100), TestModels.Rdf("time", channels: 3, frames: 3)) with { OutputType = OutputType.Float32 };
        var shape = new StackShape(6, 4, channels: 2, frames: 4);
        var (result, _) = await RestoreAsync(Series(shape, index => 1000 * index.Channel + 3 * index.Frame), job);
        int[][] neighbours = [[1, 0, 1], [0, 1, 2], [1, 2, 3], [2, 3, 2]];
        foreach (var index in shape.Planes())
        {
            var (a, b, c) = (neighbours[index.Frame][0], neighbours[index.Frame][1], neighbours[index.Frame][2]);
            var expected = 111.0 * 1000 * index.Channel + 3 * (a + 10 * b + 100 * c) + 111 * (2 + 3);
            Assert.AreEqual(expected, result.Samples(index)[3 * 6 + 2], 0.05, $"{index}");
        }
    }

    [TestMethod]
    public async Task Restore_TimeLapseModelOnSlicesOnly_TakesThemAsFrames()
    {
        var job = Job("time", TestModels.SumOfChannels(1, 0, 0), TestModels.Rdf("time", channels: 3, frames: 3));
        var (result, outcome) = await RestoreAsync(Series(new StackShape(3, 3, slices: 4), index => 10 * index.Slice), job);
        CollectionAssert.AreEqual(new[] { 10.0, 0, 10, 20 }, Enumerable.Range(0, 4).Select(z => result.Samples(new PlaneIndex(0, z, 0))[0]).ToArray());
        Assert.Contains(sentence => sentence.Contains("4 slices", StringComparison.Ordinal), outcome.Warnings);
    }

    [TestMethod]
    public async Task Restore_ModelOfFactorTwo_DoublesTheImageAndHalvesItsPixels()
    {
        var job = Job("double", TestModels.Doubled(), TestModels.Rdf("double", scale: 2, halo: 4));
        var metadata = StackMetadata.Empty with { PixelSizeX = 0.2, PixelSizeY = 0.2 };
        var shape = new StackShape(800, 7, frames: 2);
        var (result, _) = await RestoreAsync(Stacks.Write(shape, PixelType.UInt16, (index, x, y) => x * 10 + y + 5 * index.Frame, metadata), job);
        Assert.AreEqual(new StackShape(1600, 14, frames: 2), result.Shape);
        Assert.AreEqual(0.1, result.Metadata.PixelSizeX!.Value, 1e-9);
        var samples = result.Samples(new PlaneIndex(0, 0, 1));
        for (var i = 0; i < samples.Length; i++) Assert.AreEqual(i % 1600 / 2 * 10 + i / 1600 / 2 + 5, samples[i]);
    }

    [TestMethod]
    public async Task Restore_VolumeModel_SeesNeighbouringSlicesAcrossSlabs()
    {
        var job = Job("volume", TestModels.SumOfSlices(), TestModels.Rdf("volume", depth: 8, haloZ: 1)) with { OutputType = OutputType.Float32 };
        var shape = new StackShape(10, 12, channels: 2, slices: 21, frames: 2);
        var (result, _) = await RestoreAsync(Series(shape, index => index.Slice * index.Slice + 1000 * index.Channel + 7 * index.Frame), job);
        Assert.AreEqual(shape, result.Shape);
        foreach (var index in shape.Planes())
        {
            double Plane(int z) => z * z + 1000 * index.Channel + 7 * index.Frame;
            var (before, after) = (index.Slice == 0 ? 1 : index.Slice - 1, index.Slice == 20 ? 19 : index.Slice + 1);
            Assert.AreEqual(Plane(before) + Plane(index.Slice) + Plane(after) + 3 * 5, result.Samples(index)[2 * 10 + 3], 1e-2, $"{index}");
        }
    }

    [TestMethod]
    public async Task Restore_DeviceWithoutRoomForLargeTiles_GoesOnWithSmallerOnes()
    {
        var job = Job("same", TestModels.SumOfChannels(1), TestModels.Rdf("same"));
        var tiles = 0;
        void Device(ModelSession session, ReadOnlySpan<float> input, int count, IReadOnlyDictionary<string, double> parameters, Span<float> outputs, CancellationToken ct)
        {
            // The memory runs out in the middle of the second frame, when the first is already written.
            if (++tiles > 5 && session.Source.Input.Width > 100) throw new EngineFailure(FailureKind.OutOfDeviceMemory, "full");
            session.Run(input, count, parameters, outputs, ct);
        }
        var shape = new StackShape(900, 300, channels: 2, frames: 3);
        var (result, outcome) = await RestoreAsync(Series(shape, index => 100 * index.Frame + 1000 * index.Channel), job, Device);
        foreach (var index in shape.Planes())
            Assert.AreEqual(100 * index.Frame + 1000 * index.Channel + 899 + 299, result.Samples(index)[^1], $"{index}");
        Assert.Contains(sentence => sentence.Contains("ran out of memory", StringComparison.Ordinal), outcome.Warnings);
    }

    [TestMethod]
    public async Task Restore_DeviceWithoutRoomForAnyTile_FailsWithItsReason()
    {
        var job = Job("same", TestModels.SumOfChannels(1), TestModels.Rdf("same"));
        var failure = await Assert.ThrowsExactlyAsync<EngineFailure>(() => RestoreAsync(
            Series(new StackShape(64, 64), _ => 0), job, (_, _, _, _, _, _) => throw new EngineFailure(FailureKind.OutOfDeviceMemory, "full")));
        Assert.AreEqual(FailureKind.OutOfDeviceMemory, failure.Kind);
    }

    [TestMethod]
    public async Task Restore_ImageJFormat_OpensWithItsDimensions()
    {
        var job = Job("same", TestModels.SumOfChannels(1), TestModels.Rdf("same")) with { Format = TiffFormat.ImageJ };
        var metadata = StackMetadata.Empty with { PixelSizeX = 0.5, PixelSizeY = 0.5, PixelSizeZ = 2, FrameInterval = 3, ChannelNames = ["actin", "nuclei"] };
        var shape = new StackShape(8, 8, channels: 2, slices: 3, frames: 2);
        var (result, _) = await RestoreAsync(Stacks.Write(shape, PixelType.UInt16, (_, x, _) => x, metadata), job);
        Assert.AreEqual(shape, result.Shape);
        Assert.AreEqual((0.5, 2.0, 3.0), (result.Metadata.PixelSizeX!.Value, result.Metadata.PixelSizeZ!.Value, result.Metadata.FrameInterval!.Value));
        CollectionAssert.AreEqual(new[] { "actin", "nuclei" }, result.Metadata.ChannelNames.ToArray());
    }
}
