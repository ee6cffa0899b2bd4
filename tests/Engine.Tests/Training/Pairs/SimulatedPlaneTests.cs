using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Training.Pairs;

namespace FijiBridge.Engine.Tests.Training.Pairs;

[TestClass]
public sealed class SimulatedPlaneTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public void Cut_Halves_ShareThePhotonsAnewForEachPatch()
    {
        var plane = Planes(SimulationTask.Halves)[0];

        var (first, again, other) = (Patch(plane, 1), Patch(plane, 1), Patch(plane, 2));

        CollectionAssert.AreEqual(first.Input, again.Input);
        CollectionAssert.AreNotEqual(first.Input, other.Input);
        Assert.AreEqual(first.Input.Average(), first.Target.Average(), 6);
        // Every photon of the recording is in one of the two: whatever the cut, together they are the same.
        for (var i = 0; i < first.Input.Length; i++) Assert.AreEqual(first.Input[i] + first.Target[i], other.Input[i] + other.Target[i], 4.001f);
    }

    [TestMethod]
    public void Cut_ShorterExposure_HasTheBrightnessOfItsTarget()
    {
        var patch = Patch(Planes(SimulationTask.Exposure)[0], 1);

        Assert.AreEqual(patch.Target.Average(), patch.Input.Average(), 5);
        Assert.IsGreaterThan(2, Deviation(patch));
    }

    [TestMethod]
    public void Cut_Binning_HasTargetsOfTwiceTheSize()
    {
        var plane = Planes(SimulationTask.Binning)[0];
        var patch = new Patch(16, 16, 1, 2);

        plane.Cut(4, 6, patch, new RandomSource(1));

        Assert.AreEqual((2, 24), (plane.Scale, plane.Width));
        for (var i = 0; i < 256; i++)
        {
            var at = i / 16 * 2 * 32 + i % 16 * 2;
            Assert.AreEqual((patch.Target[at] + patch.Target[at + 1] + patch.Target[at + 32] + patch.Target[at + 33]) / 4, patch.Input[i], 1e-3f);
        }
    }

    [TestMethod]
    [DataRow(SimulationTask.Blur)]
    [DataRow(SimulationTask.Artefacts)]
    public void Cut_SpoiltImage_HasTheCleanTarget(SimulationTask task)
    {
        var plane = Planes(task)[0];
        var (one, two) = (Patch(plane, 1), Patch(plane, 2));

        CollectionAssert.AreEqual(one.Target, two.Target);
        CollectionAssert.AreNotEqual(one.Input, two.Input);
        Assert.IsGreaterThan(1, Deviation(one));
    }

    [TestMethod]
    public void Fixed_IsTheSameForTheSameSeed()
    {
        var plane = (SimulatedPlane)Planes(SimulationTask.Exposure)[0];

        CollectionAssert.AreEqual(plane.Fixed(4).Frames[0], plane.Fixed(4).Frames[0]);
        CollectionAssert.AreNotEqual(plane.Fixed(4).Frames[0], plane.Fixed(5).Frames[0]);
    }

    [TestMethod]
    public void Prepare_FloatingPointImage_IsRefused()
    {
        var path = PairFiles.Write(_folder.At("float.tif"), new StackShape(48, 48), (_, x, y) => PairFiles.Blobs(1, x, y), PixelType.Float32);

        var failure = Assert.ThrowsExactly<EngineFailure>(() => PairPreparation.Prepare(PairList.FromSingles(path).Pairs, new PairOptions()));

        StringAssert.Contains(failure.Message, "worse images can be simulated from those of cameras");
    }

    private IReadOnlyList<TrainingPlane> Planes(SimulationTask task)
    {
        var random = new RandomSource(1);
        var camera = new Camera { Gain = 2, Offset = 100, ReadNoise = 1 };
        var path = PairFiles.Write(_folder.At("stack.tif"), new StackShape(48, 48, frames: 3), (_, x, y) =>
            camera.Offset + camera.Gain * random.Poisson((PairFiles.Blobs(1, x, y) - 400) / 2));
        return PairPreparation.Prepare(PairList.FromSingles(path).Pairs, new PairOptions { Simulation = task });
    }

    private static Patch Patch(TrainingPlane plane, long seed)
    {
        var patch = new Patch(16, 16, 1, 1);
        plane.Cut(10, 12, patch, new RandomSource(seed));
        return patch;
    }

    private static double Deviation(Patch patch) => Math.Sqrt(patch.Input.Zip(patch.Target, (a, b) => (double)(a - b) * (a - b)).Average());
}
