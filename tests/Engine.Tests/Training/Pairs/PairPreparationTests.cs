using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Training.Packages;
using FijiBridge.Engine.Training.Pairs;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Engine.Tests.Training.Pairs;

[TestClass]
public sealed class PairPreparationTests
{
    private static readonly PairOptions Scaled = new() { Processing = new IntensityProcessing(ModelDescription.PercentileScaling, []) };

    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public void Prepare_ShiftedAndDimmedClean_IsMovedAndMatched()
    {
        var random = new RandomSource(3);
        var pair = Pair(
            (_, x, y) => 100 + 0.4 * PairFiles.Blobs(1, x, y) + 5 * random.NextGaussian(),
            (_, x, y) => PairFiles.Blobs(1, x - 1.5, y + 0.75));

        var plane = Prepare(new PairOptions(), pair);

        Assert.AreEqual(1.5, plane.Report.Shift.X, 0.15);
        Assert.AreEqual(-0.75, plane.Report.Shift.Y, 0.15);
        Assert.IsTrue(plane.Report.Moved);
        Assert.AreEqual(0.4, plane.Report.Gain, 0.01);
        for (var y = 8; y < 56; y += 5)
        for (var x = 8; x < 56; x += 5)
            Assert.AreEqual(100 + 0.4 * PairFiles.Blobs(1, x, y), plane.Target[y * 64 + x], 15, $"at {x}, {y}");
    }

    [TestMethod]
    public void Prepare_WithoutMatchingAndRegistration_LeavesTheCleanImage()
    {
        var pair = Pair((_, x, y) => 100 + 0.4 * PairFiles.Blobs(1, x, y), (_, x, y) => PairFiles.Blobs(1, x - 2, y));

        var plane = Prepare(new PairOptions { MatchIntensities = false, Register = false }, pair);

        Assert.IsFalse(plane.Report.Moved);
        Assert.AreEqual(Math.Round(PairFiles.Blobs(1, 28, 30)), plane.Target[30 * 64 + 30], 1e-3);
    }

    [TestMethod]
    public void Prepare_Stack_MakesAPairOfEachPlaneWithItsNeighbours()
    {
        double Frame(PlaneIndex index, int x, int y) => PairFiles.Blobs(2, x, y) + 1000 * index.Frame;
        var pair = Pair(Frame, Frame, new StackShape(32, 32, frames: 4));

        var planes = PairPreparation.Prepare([pair], new PairOptions { Frames = 3 }).Cast<TrainingPair>().ToList();

        Assert.HasCount(4, planes);
        Assert.IsTrue(planes.TrueForAll(plane => plane.Frames.Count == 3));
        // Mirrored at the beginning; otherwise the frames before and after.
        CollectionAssert.AreEqual(planes[0].Frames[2], planes[0].Frames[0]);
        CollectionAssert.AreEqual(planes[1].Frames[1], planes[2].Frames[0]);
        CollectionAssert.AreEqual(planes[3].Frames[1], planes[2].Frames[2]);
    }

    // As restoration shows it to the network.
    [TestMethod]
    public void Prepare_RimThatWasNotRecorded_IsFilledWithTheMirrorImage()
    {
        var random = new RandomSource(5);
        var pair = Pair(
            (_, x, y) => x < 6 ? 0 : 1000 + PairFiles.Blobs(1, x, y) + 20 * random.NextGaussian(),
            (_, x, y) => x < 6 ? 0 : 1000 + PairFiles.Blobs(1, x, y));

        var plane = Prepare(new PairOptions { Processing = new IntensityProcessing(NoiseAwareInput.Scaling, []), Maps = NoiseAwareInput.InputMaps(1) }, pair);

        for (var y = 0; y < 64; y++)
        for (var x = 0; x < 6; x++)
        {
            Assert.AreEqual(plane.Frames[0][y * 64 + 12 - x], plane.Frames[0][y * 64 + x], $"at {x}, {y}");
            // There is nothing to be learnt.
            Assert.IsFalse(plane.Mask![y * 64 + x]);
        }
    }

    [TestMethod]
    public void Prepare_ScalesWithTheStatisticsOfTheWholeStack()
    {
        double Frame(PlaneIndex index, int x, int y) => PairFiles.Blobs(2, x, y) * (index.Frame + 1);
        var pair = Pair(Frame, Frame, new StackShape(32, 32, frames: 2));

        var planes = PairPreparation.Prepare([pair], Scaled).Cast<TrainingPair>().ToList();

        Assert.IsGreaterThan(1.5f * (planes[0].Frames[0].Max() + 1), planes[1].Frames[0].Max() + 1);
        for (var i = 0; i < planes[0].Target.Length; i++) Assert.AreEqual(planes[0].Frames[0][i], planes[0].Target[i], 1e-3f);
    }

    [TestMethod]
    public void Prepare_CleanImageCutOffAbove_MasksThosePixels()
    {
        var pair = Pair((_, x, y) => PairFiles.Blobs(1, x, y), (_, x, y) => Math.Min(PairFiles.Blobs(1, x, y), 1500));

        var plane = Prepare(new PairOptions { Register = false }, pair);

        Assert.IsGreaterThan(0.01, plane.Report.Masked);
        for (var i = 0; i < plane.Target.Length; i++)
            Assert.AreEqual(Math.Round(PairFiles.Blobs(1, i % 64, i / 64)) < 1500, plane.Mask![i], $"at {i % 64}, {i / 64}");
        Assert.IsNull(Prepare(new PairOptions { MaskClipped = false, Register = false }, pair).Mask);
    }

    /// <summary>Detectors that count photons: most pixels of the background have none, which is noise and no cut.</summary>
    [TestMethod]
    public void Prepare_FewPhotons_IsMatchedAsWell()
    {
        var random = new RandomSource(3);
        var pair = Pair((_, x, y) => random.Poisson(Photons(x, y)), (_, x, y) => 20 * Photons(x, y));

        var plane = Prepare(new PairOptions { Register = false }, pair);

        Assert.AreEqual(0.05, plane.Report.Gain, 0.01);
        Assert.AreEqual(Photons(63, 0), plane.Target[63], 0.1);
    }

    [TestMethod]
    public void Prepare_FewPhotonsTwice_LeavesNoneOfThemOut()
    {
        var random = new RandomSource(3);
        var pair = Pair((_, x, y) => random.Poisson(Photons(x, y)), (_, x, y) => random.Poisson(Photons(x, y)));

        var plane = Prepare(new PairOptions { Noise2Noise = true, Register = false }, pair);

        var counted = plane.Target.Where((_, i) => plane.Mask is not { } mask || mask[i]).Average();
        Assert.AreEqual(plane.Target.Average(), counted, 0.02 * plane.Target.Average());
    }

    private static double Photons(int x, int y) => 0.2 + x / 320.0 + Math.Max(0, PairFiles.Blobs(1, x, y) - 700) / 200;

    [TestMethod]
    public void Prepare_Noise2Noise_NeitherMovesNorMatches()
    {
        var pair = Pair((_, x, y) => PairFiles.Blobs(1, x, y), (_, x, y) => 100 + 2 * PairFiles.Blobs(1, x - 1, y));

        var plane = Prepare(new PairOptions { Noise2Noise = true }, pair);

        Assert.AreEqual((false, 1.0, 0.0), (plane.Report.Moved, plane.Report.Gain, plane.Report.Offset));
        Assert.AreEqual(Math.Round(100 + 2 * PairFiles.Blobs(1, 29, 30)), plane.Target[30 * 64 + 30], 1e-3);
    }

    [TestMethod]
    public void Prepare_CleanImageTwiceAsLarge_IsMatchedInItsOwnSize()
    {
        var clean = PairFiles.Write(_folder.At("clean.tif"), new StackShape(64, 64), (_, x, y) => PairFiles.Blobs(1, x, y));
        var noisy = PairFiles.Write(_folder.At("noisy.tif"), new StackShape(32, 32), (_, x, y) => 10 + 0.5 * PairFiles.Blobs(1, 2 * x + 0.5, 2 * y + 0.5));

        var plane = Prepare(new PairOptions { Scale = 2 }, new FilePair("p", "p", noisy, clean));

        Assert.AreEqual((32, 64 * 64), (plane.Width, plane.Target.Length));
        Assert.AreEqual(0.5, plane.Report.Gain, 0.01);
    }

    [TestMethod]
    [DataRow("sizes", "the noisy image has 64 x 64, C 1, Z 1, T 1, the clean one 64 x 60, C 1, Z 1, T 1; both must show the same field")]
    [DataRow("planes", "both must show the same field")]
    [DataRow("constant", "the noisy image is 7 everywhere; there is nothing to learn from it")]
    [DataRow("black", "the clean image is 0 everywhere; there is nothing to learn from it")]
    [DataRow("nan", "that are not finite numbers")]
    [DataRow("clipped", "of the clean image are cut off at 700, so that nothing can be learnt there")]
    [DataRow("strangers", "do not show the same")]
    [DataRow("far", "and at most 4 are moved back; align the two first")]
    [DataRow("small", "12 x 12 pixels are too few; 16 x 16 are needed")]
    [DataRow("frames", "3 neighbouring frames are to be looked at, and it has 1")]
    [DataRow("broken", "cannot be read")]
    public void Prepare_WhatIsNoPair_SaysWhy(string kind, string complaint)
    {
        double Scene(PlaneIndex _, int x, int y) => PairFiles.Blobs(1, x, y);
        var full = new StackShape(64, 64);
        var options = new PairOptions { Frames = kind == "frames" ? 3 : 1 };
        var pair = kind switch
        {
            "sizes" => Pair(Scene, Scene, full, new StackShape(64, 60)),
            "planes" => Pair(Scene, Scene, full, new StackShape(64, 64, slices: 2)),
            "constant" => Pair((_, _, _) => 7, Scene),
            "black" => Pair(Scene, (_, _, _) => 0),
            "nan" => Pair((_, x, y) => x == 5 && y == 6 ? double.NaN : PairFiles.Blobs(1, x, y), Scene, type: PixelType.Float32),
            "clipped" => Pair(Scene, (_, x, y) => Math.Max(PairFiles.Blobs(1, x, y), 700)),
            "strangers" => Pair(Scene, (_, x, y) => 5000 - PairFiles.Blobs(1, x, y)),
            "far" => Pair(Scene, (_, x, y) => PairFiles.Blobs(1, x - 7, y)),
            "small" => Pair(Scene, Scene, new StackShape(12, 12), new StackShape(12, 12)),
            _ => Pair(Scene, Scene),
        };
        if (kind == "broken") File.WriteAllText(pair.Clean, "not an image");

        var failure = Assert.ThrowsExactly<EngineFailure>(() => PairPreparation.Prepare([pair], options));

        Assert.AreEqual(FailureKind.BadInput, failure.Kind);
        StringAssert.Contains(failure.Message, complaint);
        StringAssert.Contains(failure.Message, kind == "broken" ? "clean.tif" : "p");
    }

    [TestMethod]
    [DataRow("constant")]
    [DataRow("black")]
    [DataRow("clipped")]
    [DataRow("strangers")]
    [DataRow("far")]
    public void Prepare_StackWithAPlaneThatIsNoPair_LeavesThatOneOut(string kind)
    {
        double Scene(int x, int y) => PairFiles.Blobs(1, x, y);
        double Noisy(PlaneIndex index, int x, int y) => index.Frame == 1 && kind == "constant" ? 7 : Scene(x, y);
        double Clean(PlaneIndex index, int x, int y) => index.Frame != 1 ? Scene(x, y) : kind switch
        {
            "black" => 0,
            "clipped" => Math.Max(Scene(x, y), 700),
            "strangers" => 5000 - Scene(x, y),
            "far" => Scene(x - 7, y),
            _ => Scene(x, y),
        };

        var planes = PairPreparation.Prepare([Pair(Noisy, Clean, new StackShape(64, 64, frames: 3))], new PairOptions());

        CollectionAssert.AreEqual(new[] { "p (channel 1, slice 1, frame 1)", "p (channel 1, slice 1, frame 3)" }, planes.Select(plane => plane.Report.Name).ToArray());
    }

    [TestMethod]
    [DataRow(64, double.NaN, "that are not finite numbers")]
    [DataRow(60, 0.0, "both must show the same field")]
    public void Prepare_BadFileAmongGoodPairs_IsRefused(int height, double sample, string complaint)
    {
        double Scene(PlaneIndex _, int x, int y) => PairFiles.Blobs(1, x, y);
        var good = new FilePair("good", "g", PairFiles.Write(_folder.At("a.tif"), new StackShape(64, 64), Scene), PairFiles.Write(_folder.At("b.tif"), new StackShape(64, 64), Scene));
        var bad = Pair((index, x, y) => index.Frame == 1 && x == 5 && y == 6 ? sample : PairFiles.Blobs(1, x, y), Scene, new StackShape(64, 64, frames: 2), new StackShape(64, height, frames: 2), PixelType.Float32);

        var failure = Assert.ThrowsExactly<EngineFailure>(() => PairPreparation.Prepare([good, bad], new PairOptions()));

        StringAssert.Contains(failure.Message, complaint);
    }

    [TestMethod]
    public void Prepare_SeveralBadPairs_NamesThemAll()
    {
        var constant = PairFiles.Write(_folder.At("constant.tif"), new StackShape(32, 32), (_, _, _) => 3);
        var scene = PairFiles.Write(_folder.At("scene.tif"), new StackShape(32, 32), (_, x, y) => PairFiles.Blobs(1, x, y));

        var failure = Assert.ThrowsExactly<EngineFailure>(() =>
            PairPreparation.Prepare([new FilePair("first", "a", constant, scene), new FilePair("second", "b", constant, scene)], new PairOptions()));

        StringAssert.Contains(failure.Message, "first: ");
        StringAssert.Contains(failure.Message, "second: ");
    }

    [TestMethod]
    public void Prepare_BeyondTheBudget_TakesPlanesAtEqualDistances()
    {
        double Scene(PlaneIndex index, int x, int y) => PairFiles.Blobs(2, x, y) + index.Frame;
        var pair = Pair(Scene, Scene, new StackShape(16, 16, frames: 9));

        Assert.HasCount(3, PairPreparation.Prepare([pair], new PairOptions { MostPixels = 3 * 256 }));
    }

    // Channels change fastest: every second plane of two channels would be those of the first.
    [TestMethod]
    public void Prepare_ChannelsBeyondTheBudget_TakesTheSamePlanesOfEach()
    {
        double Scene(PlaneIndex index, int x, int y) => PairFiles.Blobs(2, x, y) + index.Frame + 20 * index.Channel;
        var pair = Pair(Scene, Scene, new StackShape(16, 16, channels: 2, frames: 9));

        var planes = PairPreparation.Prepare([pair], new PairOptions { MostPixels = 9 * 256 });

        CollectionAssert.AreEqual(new[] { 0, 1, 0, 1, 0, 1, 0, 1, 0, 1 }, planes.Select(plane => plane.Channel).ToArray());
    }

    private static TrainingPair Prepare(PairOptions options, FilePair pair) => (TrainingPair)PairPreparation.Prepare([pair], options).Single();

    private FilePair Pair(
        Func<PlaneIndex, int, int, double> noisy, Func<PlaneIndex, int, int, double> clean, StackShape? shape = null, StackShape? cleanShape = null, PixelType type = PixelType.UInt16)
    {
        var first = shape ?? new StackShape(64, 64);
        return new FilePair("p", "p", PairFiles.Write(_folder.At("noisy.tif"), first, noisy, type), PairFiles.Write(_folder.At("clean.tif"), cleanShape ?? first, clean, type));
    }
}
