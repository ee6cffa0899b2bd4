using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Pairs;

namespace FijiBridge.Engine.Tests.Training.Pairs;

[TestClass]
public class PatchSamplerTests
{
    private static readonly PatchShape Shape = new(64, 16, 16);

    [TestMethod]
    public void Fill_SameStep_GivesTheSameBatchAndOthersDiffer()
    {
        var plane = Plane((x, y) => x * 100 + y);
        var (first, again, next) = (Batch(plane, 5), Batch(plane, 5), Batch(plane, 6));

        CollectionAssert.AreEqual(first.Input, again.Input);
        CollectionAssert.AreEqual(first.Target, again.Target);
        CollectionAssert.AreNotEqual(first.Input, next.Input);
        CollectionAssert.AreNotEqual(first.Input, Batch(plane, 5, seed: 2).Input);
    }

    [TestMethod]
    public void Fill_InputTargetAndMask_AreTurnedTogether()
    {
        // The input tells its place, the target repeats it, and the mask tells one of its bits.
        var plane = Plane((x, y) => x * 100 + y, mask: (x, _) => x % 2 == 0);

        var batch = Batch(plane, 1);

        for (var i = 0; i < batch.Input.Length; i++)
        {
            Assert.AreEqual(batch.Input[i], batch.Target[i]);
            Assert.AreEqual((int)batch.Input[i] / 100 % 2 == 0 ? 1f : 0f, batch.Mask![i]);
        }
    }

    [TestMethod]
    public void Fill_ManyPatches_ComeInAllEightOrientations()
    {
        var batch = Batch(Plane((x, y) => x * 100 + y), 1);

        // The differences to the right and downwards tell how a patch was turned.
        var turns = Enumerable.Range(0, 64).Select(i => (batch.Input[i * 256 + 1] - batch.Input[i * 256], batch.Input[i * 256 + 16] - batch.Input[i * 256])).Distinct();
        Assert.AreEqual(8, turns.Count());
    }

    [TestMethod]
    public void Fill_PlaneWithOneStructure_PrefersIt()
    {
        var plane = Plane((x, y) => x > 90 && y > 90 ? 50 + (x / 8 + y / 8) % 2 * 50 : 0, side: 128);

        var seen = Enumerable.Range(1, 8).Select(step => Batch(plane, step)).Sum(batch =>
            Enumerable.Range(0, 64).Count(i => batch.Target.AsSpan(i * 256, 256).ContainsAnyExcept(0)));

        // By chance 11 % of 512 places show some of it; of four candidates at least one in 37 %, for three of four patches.
        Assert.IsTrue(seen is > 110 and < 220, $"{seen} of 512 patches show the structure");
    }

    [TestMethod]
    public void Fill_LargerTargets_AreCutAtTheSamePlace()
    {
        var frames = new[] { Samples((x, y) => x * 100 + y, 32) };
        var target = Samples((x, y) => x / 2 * 100 + y / 2, 64);
        var plane = new TrainingPair("f", 32, 32, 2, frames, target, null, Report);
        var batch = new TrainingBatch(4 * 256, 4 * 1024, masked: false);

        new PatchSampler([plane], new PatchShape(4, 16, 16), 1, 1).Fill(0, batch);

        for (var i = 0; i < batch.Target.Length; i++)
        {
            var (patch, y, x) = (i / 1024, i / 32 % 32, i % 32);
            Assert.AreEqual(batch.Input[patch * 256 + y / 2 * 16 + x / 2], batch.Target[i]);
        }
    }

    private static PairReport Report => new("p", default, false, 1, 0, 0, 0);

    private static TrainingBatch Batch(TrainingPlane plane, long step, long seed = 1)
    {
        var batch = new TrainingBatch(64 * 256, 64 * 256, plane.IsMasked);
        new PatchSampler([plane], Shape, 1, seed).Fill(step, batch);
        return batch;
    }

    private static TrainingPair Plane(Func<int, int, float> sample, int side = 48, Func<int, int, bool>? mask = null)
    {
        var samples = Samples(sample, side);
        var counts = mask is null ? null : Enumerable.Range(0, side * side).Select(i => mask(i % side, i / side)).ToArray();
        return new TrainingPair("f", side, side, 1, [samples], samples, counts, Report);
    }

    private static float[] Samples(Func<int, int, float> sample, int side) => [.. Enumerable.Range(0, side * side).Select(i => sample(i % side, i / side))];
}
