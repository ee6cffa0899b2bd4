using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Architectures;
using FijiBridge.Engine.Training.Pairs;

namespace FijiBridge.Engine.Tests.Training.Pairs;

[TestClass]
public sealed class TrainingVolumeTests
{
    private const int Side = 32, Slices = 5;

    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public void Prepare_ZStacks_MakesOneVolumeOfEachChannelAndFrame()
    {
        var shape = new StackShape(Side, Side, 2, Slices, 3);

        var volumes = Prepare(shape, (index, x, y) => 1000 * (index.Channel + 1) + 10 * index.Slice + PairFiles.Blobs(index.Frame, x, y + index.Slice));

        Assert.HasCount(6, volumes);
        Assert.IsTrue(volumes.All(volume => volume.Depth == Slices && volume.Reports.Count() == Slices));
        CollectionAssert.AllItemsAreUnique(volumes.Select(volume => volume.Report.Name).ToArray());
    }

    [TestMethod]
    public void Prepare_MoreThanFitsIntoMemory_TakesWholeVolumesAtEqualDistances()
    {
        var options = new PairOptions { Volumes = true, Register = false, MostPixels = 2 * Slices * Side * Side };

        var volumes = Prepare(new StackShape(Side, Side, slices: Slices, frames: 6), (index, x, y) => PairFiles.Blobs(index.Frame, x, y), options);

        Assert.HasCount(2, volumes);
        Assert.IsTrue(volumes.All(volume => volume.Depth == Slices));
    }

    [TestMethod]
    public void Prepare_VolumeWithAnEmptySlice_IsMatchedAsAWhole()
    {
        // The last slice is noise alone: by itself it would not be taken for the same scene.
        double Clean(PlaneIndex index, int x, int y) => index.Slice == Slices - 1 ? 400 : PairFiles.Blobs(3, x, y + index.Slice);

        var volume = Prepare(new StackShape(Side, Side, slices: Slices), Clean).Single();

        Assert.HasCount(1, volume.Reports.Select(report => (report.Gain, report.Offset, report.Shift)).Distinct());
        Assert.AreEqual(0.5, volume.Report.Gain, 0.02);
    }

    /// <summary>One slice ends in what the camera cut off, the other is dark: seen across the border between them, the cut pixels were no longer at the limit.</summary>
    [TestMethod]
    public void Prepare_SliceCutOffAtItsLastRows_IsMatchedAlikeInAnyOrder()
    {
        double Gain(string name, int bright)
        {
            double Clean(PlaneIndex index, int x, int y) => index.Slice == bright ? 500 + 40 * x + 90 * y : 500 + 4 * x + 3 * y;
            var shape = new StackShape(Side, Side, slices: 2);
            var noisy = PairFiles.Write(_folder.At($"{name}-noisy.tif"), shape, (index, x, y) => Math.Min(0.5 * Clean(index, x, y), 800));
            var pair = new FilePair(name, name, noisy, PairFiles.Write(_folder.At($"{name}-clean.tif"), shape, Clean));
            return PairPreparation.Prepare([pair], new PairOptions { Volumes = true, Register = false }).Single().Report.Gain;
        }

        Assert.AreEqual(Gain("last", bright: 1), Gain("first", bright: 0), 1e-6);
    }

    [TestMethod]
    public void Prepare_OneSlice_IsRefused()
    {
        var failure = Assert.ThrowsExactly<EngineFailure>(() => Prepare(new StackShape(Side, Side), (_, x, y) => PairFiles.Blobs(1, x, y)));

        StringAssert.Contains(failure.Message, "it has one slice, and a network for volumes learns from neighbouring slices");
    }

    [TestMethod]
    public void Fill_Volumes_GivesNeighbouringSlicesTurnedAlike()
    {
        // Each sample tells its slice and its place.
        TrainingPlane Slice(int z)
        {
            var samples = Enumerable.Range(0, Side * Side).Select(i => 10000f * z + i).ToArray();
            return new TrainingPair("f", Side, Side, 1, [samples], samples, null, new PairReport($"{z}", default, false, 1, 0, 0, 0));
        }

        var shape = new PatchShape(8, 16, 16, 3);
        var batch = new TrainingBatch(8 * 3 * 256, 8 * 3 * 256, masked: false);
        new PatchSampler([new TrainingVolume([.. Enumerable.Range(0, Slices).Select(Slice)])], shape, 1, 1).Fill(0, batch);

        CollectionAssert.AreEqual(batch.Input, batch.Target);
        var first = new HashSet<int>();
        for (var patch = 0; patch < 8; patch++)
        {
            first.Add((int)batch.Input[patch * 768] / 10000);
            for (var i = 0; i < 512; i++) Assert.AreEqual(batch.Input[patch * 768 + i] + 10000, batch.Input[patch * 768 + 256 + i]);
        }
        Assert.IsGreaterThan(1, first.Count);
        Assert.AreEqual(Slices - 3, first.Max());
    }

    [TestMethod]
    public void HeldOut_OfAVolume_CountsEverySlice()
    {
        var volumes = Prepare(new StackShape(37, 41, slices: Slices), (index, x, y) => PairFiles.Blobs(1, x, y + index.Slice));
        var heldOut = new HeldOut([.. volumes.Select(volume => volume.Slices(1))]);
        var network = new Network(new UNet(2, 2, Stack: true));
        using var runner = new NetworkRunner(network, new float[network.Layout.Count], 1);

        Assert.AreEqual(heldOut.NoisyPsnr(), heldOut.Score(runner), 1e-4);
        CollectionAssert.AreEqual(heldOut.Preview!.Value.Noisy.Samples, heldOut.Preview.Value.Restored.Samples);
        Assert.IsGreaterThan(heldOut.NoisyPsnr(), heldOut.SmoothedPsnr());
    }

    private IReadOnlyList<TrainingPlane> Prepare(StackShape shape, Func<PlaneIndex, int, int, double> clean, PairOptions? options = null)
    {
        var random = new RandomSource(1);
        PairFiles.Write(_folder.At("clean/a.tif"), shape, clean);
        PairFiles.Write(_folder.At("noisy/a.tif"), shape, (index, x, y) => 500 + 0.5 * clean(index, x, y) + 40 * random.NextGaussian());
        return PairPreparation.Prepare(PairList.From(_folder.Path).Pairs, options ?? new PairOptions { Volumes = true, Register = false });
    }
}
